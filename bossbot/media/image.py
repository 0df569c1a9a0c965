"""How an image is made to fit: which format, and what is given up, in which order."""

from __future__ import annotations

from typing import Final

from bossbot.media.facts import Facts
from bossbot.media.plans import ImagePlan

type Steps = tuple[tuple[int, float], ...]

_WHOLE: Final[Steps] = ((100, 1.0),)
_STEPS: Final[Steps] = (
    (92, 1.0),
    (86, 1.0),
    (78, 1.0),
    (84, 0.75),
    (80, 0.5),
    (78, 0.35),
    (74, 0.25),
    (70, 0.12),
)
"""Down to quality 78 nobody sees a difference in a chat; then smaller is better than
blocky, and a smaller picture affords a better quality again."""
_MOVING_STEPS: Final[Steps] = ((80, 1.0), (70, 0.75), (65, 0.5), (60, 0.35))
_LOSSLESS: Final = {"png", "bmp", "tiff", "gif"}


def image_plans(facts: Facts, limit: int) -> tuple[ImagePlan, ...]:
    """The plans for an image, best first; each is dropped when nothing of it fits.

    Args:
        facts: Of an image.
        limit: The most bytes of the result.
    """
    last = _webp(limit, _STEPS) if _needs_webp(facts) else _jpeg(limit)
    if facts.animated:
        webp = _webp(limit, _MOVING_STEPS, animated=True)
        gif = (_gif(limit),) if facts.container == "gif" else ()
        return (*gif, webp, last)
    return (_png(limit), last) if facts.container in _LOSSLESS else (last,)


def _needs_webp(facts: Facts) -> bool:
    return facts.transparent or facts.container == "webp"


def _png(limit: int) -> ImagePlan:
    return ImagePlan(format="PNG", extension=".png", limit=limit, steps=_WHOLE)


def _jpeg(limit: int) -> ImagePlan:
    return ImagePlan(format="JPEG", extension=".jpg", limit=limit, steps=_STEPS)


def _webp(limit: int, steps: Steps, *, animated: bool = False) -> ImagePlan:
    return ImagePlan(
        format="WEBP", extension=".webp", limit=limit, steps=steps, animated=animated
    )


def _gif(limit: int) -> ImagePlan:
    return ImagePlan(
        format="GIF", extension=".gif", limit=limit, steps=_WHOLE, animated=True
    )
