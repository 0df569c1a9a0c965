"""Writing a still image anew from its pixels alone."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps

from bossbot.sandbox.media.fitting import Step, TooMuch, Written, fit
from bossbot.sandbox.media.pillow import opened, strict

_MOST_PIXELS: Final = {"WEBP": 12_000_000}
_OTHERWISE: Final = 24_000_000
"""Larger ones are halved first: turned and recoloured, each takes twice its memory,
and WebP's encoder as much as the picture again."""
_REDUCIBLE: Final = {"L", "LA", "RGB", "RGBA", "CMYK"}
_SIMPLE_JPEG: Final = 8_000_000
"""Above this many pixels JPEG is written straight through: progressive and optimised
files need all coefficients in memory."""
_ALPHA: Final = {"RGBA", "LA", "PA", "RGBa", "La"}
_DEEP: Final = ("I", "F")


def write(
    source: int, target: int, *, opener: str, kind: str, limit: int, steps: list[Step]
) -> dict[str, Any]:
    """Decode, clean and fit; see `bossbot.sandbox.jobs.image.run`.

    Raises:
        InvalidFileError: It does not decode.
        FileTooLargeError: No step fits.
    """
    with strict(), opened(source, opener) as image:
        most = _MOST_PIXELS.get(kind, _OTHERWISE)
        clean = cleaned(image, alpha=kind != "JPEG", most=most)
        full = clean.size
        if clean is not image:
            image.close()  # what it holds is needed for the encoder

        def encode(file: io.BytesIO, quality: int, scale: float) -> Written:
            if scale < 1:
                side = max(1, round(max(full) * scale))
                clean.thumbnail((side, side), reducing_gap=2)
            _save(clean, file, kind, quality)
            return {
                "width": clean.width,
                "height": clean.height,
                "pixel_format": clean.mode,
                "frames": 1,
            }

        return fit(encode, target, limit=limit, steps=steps)


def cleaned(image: Image.Image, *, alpha: bool, most: int) -> Image.Image:
    """The pixels alone: upright, in sRGB, 8 bits deep, at most so many."""
    profile = image.info.get("icc_profile")
    if image.width * image.height > most:
        image.draft(None, (image.width // 2, image.height // 2))
    image.load()
    while image.width * image.height > most:
        image = _halved(image, alpha=alpha)
    ImageOps.exif_transpose(image, in_place=True)
    image = _in_srgb(_plain(image, alpha=alpha), profile)
    image.info = {}
    return image


def _halved(image: Image.Image, *, alpha: bool) -> Image.Image:
    """Half as wide and high; band by band, for Pillow copies all bands otherwise."""
    if image.mode not in _REDUCIBLE or "transparency" in image.info:
        image = _plain(image, alpha=alpha)
    kept = [band for band in image.getbands() if alpha or band != "A"]
    bands = [image.getchannel(band).reduce(2) for band in kept]
    half = bands[0] if len(bands) == 1 else Image.merge("".join(kept), bands)
    half.info = image.info
    return half


def _plain(image: Image.Image, *, alpha: bool) -> Image.Image:
    """Without palette, odd colour space or depth; L, RGB or RGBA."""
    if image.mode.startswith(_DEEP):
        image = _in_eight_bits(image)
    see_through = image.mode in _ALPHA or "transparency" in image.info
    if see_through and alpha:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.mode in {"RGB", "CMYK"}:  # CMYK waits for its colour profile
        return image
    return image.convert("RGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits, whose values Pillow would clip at 255."""
    grey = image.convert("F")
    low, high = grey.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    top = 65535 if 255 < high <= 65535 else max(high, 255)
    scale, offset = 255 / (top - min(low, 0)), -min(low, 0)
    return grey.point(lambda value: value * scale + offset * scale).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode != "L" and b"sRGB" not in profile:
        mode = "RGB" if image.mode == "CMYK" else image.mode
        try:
            turned = ImageCms.profileToProfile(
                image,
                io.BytesIO(profile),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
                inPlace=image.mode == mode,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None  # a broken or foreign profile: the bare values then
        image = turned if turned is not None else image
    return image.convert("RGB") if image.mode == "CMYK" else image


def _save(image: Image.Image, file: io.BytesIO, kind: str, quality: int) -> None:
    if kind == "PNG":
        image.save(file, "PNG")
    elif kind == "WEBP":
        try:
            image.save(file, "WEBP", quality=quality, method=4)
        except ValueError:  # its way to say that it has no memory: smaller, then
            raise TooMuch from None
    elif kind == "GIF":
        image.save(file, "GIF")
    else:
        small = image.width * image.height <= _SIMPLE_JPEG
        image.save(file, "JPEG", quality=quality, optimize=small, progressive=small)
