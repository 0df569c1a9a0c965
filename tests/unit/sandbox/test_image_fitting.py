"""Fitting a picture into its bytes, and whose fault it is when that fails."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from bossbot.errors import DiskFullError, FileTooLargeError, InvalidFileError
from bossbot.sandbox.media.fitting import Written, fit
from bossbot.sandbox.media.pillow import strict

pytestmark = pytest.mark.unit


def encoder(sizes: dict[int, int]) -> object:
    """Writes as many bytes as its table says for a quality."""

    def encode(file: io.BytesIO, quality: int, scale: float) -> Written:
        file.write(b"x" * sizes[quality])
        return {
            "width": int(100 * scale),
            "height": 1,
            "pixel_format": "RGB",
            "frames": 1,
        }

    return encode


def test_the_first_step_that_fits_is_written(tmp_path: Path) -> None:
    """Over whatever stood there before."""
    path = tmp_path / "out"
    path.write_bytes(b"old" * 100)
    target = os.open(path, os.O_RDWR)
    try:
        written = fit(
            encoder({90: 50, 80: 10, 70: 5}),  # type: ignore[arg-type]
            target,
            limit=20,
            steps=[(90, 1.0), (80, 0.5), (70, 0.2)],
        )
    finally:
        os.close(target)
    assert written["width"] == 50
    assert path.read_bytes() == b"x" * 10


def test_no_step_fits(tmp_path: Path) -> None:
    """The error tells the limit."""
    with (tmp_path / "out").open("wb") as file, pytest.raises(FileTooLargeError):
        fit(
            encoder({90: 50}),  # type: ignore[arg-type]
            file.fileno(),
            limit=20,
            steps=[(90, 1.0)],
        )


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (OSError("broken data stream"), InvalidFileError),
        (ZeroDivisionError(), InvalidFileError),
        (MemoryError(), InvalidFileError),
        (OSError(errno.ENOSPC, "No space left on device"), DiskFullError),
    ],
)
def test_a_full_disk_is_not_the_pictures_fault(
    raised: Exception, kind: type[Exception]
) -> None:
    """Everything else that decoders raise is."""
    with pytest.raises(kind), strict():
        raise raised
