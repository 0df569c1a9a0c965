"""The colours of charts, apart for the colour-blind, too.

A card brings its own ground, so that it reads alike in a dark and in a light theme.
"""

from __future__ import annotations

from typing import Final

type Colour = tuple[int, int, int]

GROUND: Final[Colour] = (38, 41, 48)
EDGE: Final[Colour] = (68, 72, 82)
GRID: Final[Colour] = (58, 62, 71)
TEXT: Final[Colour] = (236, 238, 242)
FAINT: Final[Colour] = (168, 174, 186)
COMPLETED: Final[Colour] = (86, 170, 242)
FAILED: Final[Colour] = (245, 138, 88)
SHARE: Final[Colour] = (104, 196, 163)
TRACK: Final[Colour] = (52, 56, 65)
