"""A card to draw on, and the small file it becomes."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

from bossbot.charts.colours import EDGE, GROUND, Colour

_FINE: Final = 2
"""Drawn twice as large, then made smaller: round corners and text are smooth."""
_COLOURS: Final = 128
_CORNER: Final = 14

type Anchor = Literal["lm", "mm", "rm"]
"""Which point of a text is meant: left, middle or right, at half its height."""


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size * _FINE)
    assert isinstance(font, ImageFont.FreeTypeFont)  # every wheel has FreeType
    return font


class Canvas:
    """Draws in pixels of the picture, from the upper left corner."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float,
        colour: Colour,
        anchor: Anchor = "lm",
    ) -> float:
        """Write one line.

        Returns:
            How wide it is.
        """
        at, font = (x * _FINE, y * _FINE), _font(size)
        self._draw.text(at, words, fill=colour, font=font, anchor=anchor)
        return font.getlength(words) / _FINE

    def width(self, words: str, *, size: float) -> float:
        """How wide a line would be."""
        return _font(size).getlength(words) / _FINE

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: Colour,
        *,
        corner: float = 0,
    ) -> None:
        """Fill a rectangle; nothing where it has no area."""
        left, top = round(x * _FINE), round(y * _FINE)
        right, bottom = round((x + width) * _FINE) - 1, round((y + height) * _FINE) - 1
        if right < left or bottom < top:
            return
        radius = min(corner * _FINE, (right - left) / 2, (bottom - top) / 2)
        self._draw.rounded_rectangle((left, top, right, bottom), radius, fill=colour)

    def png(self) -> bytes:
        """The finished card, with round corners that show what lies behind."""
        small = self._image.reduce(_FINE)
        self._edge(small)
        small.putalpha(self._mask())
        # The default method can't do transparency.
        packed = small.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
        file = BytesIO()
        packed.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _mask(self) -> Image.Image:
        mask = Image.new("L", self._image.size, 0)
        box = (0, 0, mask.width - 1, mask.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(box, _CORNER * _FINE, fill=255)
        return mask.reduce(_FINE)

    def _edge(self, image: Image.Image) -> None:
        box = (0, 0, image.width - 1, image.height - 1)
        ImageDraw.Draw(image).rounded_rectangle(box, _CORNER, outline=EDGE)
