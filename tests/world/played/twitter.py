"""Twitter/X."""

from __future__ import annotations

from typing import Final

from bossbot.pipeline.ports import Outcome
from tests.world.played.case import Case
from tests.world.siteplayer.sites import twitter as site


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.author == "Harbour"
    assert "Two photos of the harbour" in (outcome.metadata.text or "")


CASES: Final = (
    Case(
        platform="twitter",
        name="photos",
        url=site.PHOTO_TWEET,
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_told,
    ),
    Case(platform="twitter", name="deleted", url=site.GONE_TWEET, error="not_found"),
    Case(
        platform="twitter",
        name="rate limit",
        url=site.LIMITED_TWEET,
        error="rate_limit",
        retry_after=90,
    ),
)
