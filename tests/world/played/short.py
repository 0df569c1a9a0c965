"""Short links."""

from __future__ import annotations

from typing import Final

from bossbot.pipeline.ports import Outcome
from tests.world.played.case import Case
from tests.world.siteplayer.sites import short as site


def _from_reddit(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.title == "Two harbours"


CASES: Final = (
    Case(
        platform="other",
        name="short link to a Reddit gallery",
        url=site.TO_REDDIT,
        tool="gallery-dl",
        kinds=("image", "image"),
    ),
    Case(
        platform="twitter",
        name="`t.co` link to another short one",
        url=site.TO_A_SHORTENER,
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_from_reddit,
    ),
    Case(
        platform="other",
        name="short link with a page that forwards",
        url=site.TO_A_PAGE,
        tool="gallery-dl",
        kinds=("image",),
    ),
    Case(
        platform="other",
        name="short link to an internal address",
        url=site.TO_INSIDE,
        error="invalid_url",
        data={"reason": "private_address"},
    ),
    Case(
        platform="other",
        name="short link that is gone",
        url=site.TO_NOTHING,
        error="not_found",
    ),
    Case(
        platform="other",
        name="short link to itself",
        url=site.ROUND,
        error="unsupported_url",
    ),
)
