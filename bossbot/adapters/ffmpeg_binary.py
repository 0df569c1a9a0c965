"""Which ffmpeg is run."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def ffmpeg_binary(configured: Path | None) -> Path:
    """The ffmpeg to run: the configured one, else that of the imageio-ffmpeg wheel.

    The wheel's own function would start it, to see whether it works.

    Raises:
        FileNotFoundError: The wheel brings none for this platform.
    """
    if configured is not None:
        return configured.expanduser().absolute()
    binaries = Path(str(files("imageio_ffmpeg"))) / "binaries"
    found = next(iter(sorted(binaries.glob("ffmpeg-*"))), None)
    if found is None:
        raise FileNotFoundError("no ffmpeg comes with imageio-ffmpeg here")
    return found
