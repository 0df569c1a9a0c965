"""Pillow, opened the same strict way by every job."""

from __future__ import annotations

import contextlib
import os
import struct
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Final

import pillow_heif
from PIL import Image

from bossbot.errors import DiskFullError, InvalidFileError

MAX_PIXELS: Final = 50_000_000
"""Per picture (200 MB decoded with alpha); Pillow's own guard starts at 179 million."""

UNREADABLE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    struct.error,
    SyntaxError,
    TypeError,
    ValueError,
)
"""All that decoders were seen to raise over broken files."""


def load_formats() -> None:
    """Import the formats that Pillow knows, which it does with the first file."""
    Image.preinit()
    import_module("PIL.WebPImagePlugin")


@contextlib.contextmanager
def strict() -> Iterator[None]:
    """Bombs and broken files as `InvalidFileError`, nothing else as a warning."""
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise InvalidFileError(reason="too_many_pixels") from None
        except MemoryError:
            raise InvalidFileError(reason="too_complex") from None
        except UNREADABLE as error:
            if DiskFullError.explains(error):
                raise DiskFullError from None
            raise InvalidFileError(reason="damaged") from error


@contextlib.contextmanager
def opened(descriptor: int, opener: str) -> Iterator[Image.Image]:
    """The image behind a descriptor, as this one format; lazily, nothing is decoded."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with (
        os.fdopen(os.dup(descriptor), "rb") as file,
        Image.open(file, formats=[opener]) as image,
    ):
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        yield image
