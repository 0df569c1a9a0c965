"""Writing an animation anew, frame by frame, within a bound of memory."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image

from bossbot.errors import InvalidFileError
from bossbot.sandbox.media.fitting import Step, Written, fit
from bossbot.sandbox.media.pillow import UNREADABLE, opened, strict

_MEMORY: Final = 96 * 1024 * 1024
"""For all decoded frames together; more frames make smaller pictures."""
_MAX_FRAMES: Final = 1000
_DURATION: Final = 100
"""Milliseconds of a frame that doesn't say (or says less than browsers obey)."""
_SHORTEST: Final = 20

type Frames = tuple[list[Image.Image], list[int]]


def write(
    source: int, target: int, *, opener: str, kind: str, limit: int, steps: list[Step]
) -> dict[str, Any]:
    """Decode, clean and fit; see `bossbot.sandbox.jobs.image.run`.

    Raises:
        InvalidFileError: It does not decode, or has too many frames.
        FileTooLargeError: No step fits.
    """
    with strict():

        def encode(file: io.BytesIO, quality: int, scale: float) -> Written:
            # Decoded anew for each step: keeping the large frames would cost memory.
            with opened(source, opener) as image:
                frames, durations = _frames(image, scale)
            first, *rest = frames
            how: dict[str, Any] = {
                "save_all": True,
                "append_images": rest,
                "duration": durations,
                "loop": 0,
            }
            if kind == "WEBP":
                how |= {"quality": quality, "method": 2}
            first.save(file, kind, **how)
            return {
                "width": first.width,
                "height": first.height,
                "pixel_format": first.mode,
                "frames": len(frames),
            }

        return fit(encode, target, limit=limit, steps=steps)


def _frames(image: Image.Image, scale: float) -> Frames:
    """All frames, or those before the first broken one, with their milliseconds."""
    count = int(getattr(image, "n_frames", 1))
    if count > _MAX_FRAMES:
        raise InvalidFileError(reason="too_complex")
    bytes_needed = image.width * image.height * count * 4
    scale = min(scale, (_MEMORY / bytes_needed) ** 0.5)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    frames: list[Image.Image] = []
    durations: list[int] = []
    for number in range(count):
        try:
            image.seek(number)
            frame = image.convert("RGBA")
        except UNREADABLE:
            if frames:
                break
            raise
        frames.append(frame if size == frame.size else frame.resize(size))
        frames[-1].info = {}
        lasts = int(image.info.get("duration") or 0)
        durations.append(lasts if lasts >= _SHORTEST else _DURATION)
    return frames, durations
