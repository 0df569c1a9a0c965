"""Images: which format, and what is given up in which order."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.media.image import image_plans
from tests.unit.media.examples import MB, an_image

pytestmark = pytest.mark.unit


def formats(**changes: Any) -> list[str]:
    """The formats in the order they are tried."""
    return [plan.format for plan in image_plans(an_image(**changes), 5 * MB)]


def test_photos_become_jpeg() -> None:
    """Whatever a camera wrote them as."""
    assert formats() == ["JPEG"]
    assert formats(container="heif") == ["JPEG"]
    assert formats(container="avif") == ["JPEG"]


def test_lossless_stays_lossless_while_it_fits() -> None:
    """Then it becomes a photo, or WebP where one can see through."""
    assert formats(container="png") == ["PNG", "JPEG"]
    assert formats(container="bmp") == ["PNG", "JPEG"]
    assert formats(container="png", transparent=True) == ["PNG", "WEBP"]


def test_transparency_never_becomes_jpeg() -> None:
    """WebP keeps it."""
    assert formats(container="avif", transparent=True) == ["WEBP"]


def test_animations_move_on_while_they_fit() -> None:
    """A still picture is the last resort."""
    assert formats(container="gif", animated=True) == ["GIF", "WEBP", "JPEG"]
    moving = image_plans(an_image(container="webp", animated=True), MB)
    assert [(plan.format, plan.animated) for plan in moving] == [
        ("WEBP", True),
        ("WEBP", False),
    ]


def test_steps_get_smaller() -> None:
    """Sides never grow again, and every step is a real one."""
    for plan in image_plans(an_image(container="png"), MB):
        scales = [scale for _, scale in plan.steps]
        assert scales == sorted(scales, reverse=True)
        assert all(0 < scale <= 1 for scale in scales)
        assert plan.limit == MB
