"""Looking at an image: its size, whether it moves, whether it decodes."""

from __future__ import annotations

from typing import Any, Final

from PIL import Image

from bossbot.sandbox.media.pillow import opened, strict
from bossbot.sandbox.media.streams import play_time

_ANIMATED: Final = {"GIF", "PNG", "WEBP", "AVIF"}
"""Formats whose further frames are an animation (not pages, not a burst)."""
_ORIENTATION: Final = 0x0112
_SWAPPED: Final = {5, 6, 7, 8}
"""EXIF orientations that swap width and height."""


def look(descriptor: int, opener: str) -> dict[str, Any]:
    """Decode the first frame.

    Raises:
        InvalidFileError: It doesn't decode, or is too large to.
    """
    with strict():
        if opener == "PNG":  # the one format whose checksums can be verified
            with opened(descriptor, opener) as image:
                image.verify()
        with opened(descriptor, opener) as image:
            facts = _facts(image, opener)
        if facts["animated"] and opener == "GIF":
            facts["duration"] = play_time(descriptor, "gif")
        return facts


def _facts(image: Image.Image, opener: str) -> dict[str, Any]:
    frames = int(getattr(image, "n_frames", 1)) if opener in _ANIMATED else 1
    swapped = image.getexif().get(_ORIENTATION) in _SWAPPED
    image.load()
    width, height = image.size
    return {
        "kind": "image",
        "width": height if swapped else width,
        "height": width if swapped else height,
        "pixel_format": image.mode,
        "frames": frames,
        "animated": frames > 1,
        "transparent": _transparent(image),
    }


def _transparent(image: Image.Image) -> bool:
    """Whether any pixel is see-through, not just whether one could be."""
    if "A" in image.getbands():
        low, _high = image.getchannel("A").getextrema()
        return isinstance(low, int | float) and low < 255
    key = image.info.get("transparency")
    if key is None or image.mode != "P":
        return key is not None
    clear = [key] if isinstance(key, int) else [i for i, a in enumerate(key) if a < 255]
    used = image.histogram()
    return any(used[index] for index in clear)
