"""TikTok."""

from __future__ import annotations

from typing import Final

from bossbot.models import Format
from bossbot.pipeline.ports import Outcome
from tests.world.played.case import Case
from tests.world.siteplayer.sites import tiktok as site


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.author in {"harbour_watch", "Harbour Watch"}
    assert "A boat comes in" in (outcome.metadata.text or "")


CASES: Final = (
    Case(
        platform="tiktok",
        name="video",
        url=site.VIDEO,
        tool="yt-dlp",
        kinds=("video",),
        check=_told,
    ),
    Case(
        platform="tiktok",
        name="slideshow of pictures, with its music",
        url=site.SLIDES,
        tool="gallery-dl",
        kinds=("image", "image", "audio"),
        check=_told,
    ),
    Case(
        platform="tiktok",
        name="slideshow under a video's link",
        url=site.SLIDES_AS_VIDEO,
        tool="gallery-dl",
        kinds=("image", "image", "audio"),
    ),
    Case(
        platform="tiktok",
        name="slideshow, only its music",
        url=site.SLIDES_AS_VIDEO,
        tool="yt-dlp",
        kinds=("audio",),
        how={"format": Format.AUDIO},
    ),
    Case(
        platform="tiktok",
        name="short link to a video",
        url=site.SHORT_VIDEO,
        tool="yt-dlp",
        kinds=("video",),
    ),
    Case(
        platform="tiktok",
        name="short link to a slideshow",
        url=site.SHORT_SLIDES,
        tool="gallery-dl",
        kinds=("image", "image", "audio"),
    ),
    Case(
        platform="tiktok",
        name="short link to nothing",
        url=site.SHORT_GONE,
        error="unsupported_url",
    ),
    Case(
        platform="tiktok",
        name="behind the page that has browsers count",
        url=site.CHALLENGED,
        tool="yt-dlp",
        kinds=("video",),
    ),
    Case(
        platform="tiktok",
        name="profile: its newest 10 videos",
        url=site.PROFILE,
        tool="yt-dlp",
        kinds=("video",) * 10,
        skipped=("unsupported_url",),
    ),
    Case(
        platform="tiktok",
        name="private profile",
        url=site.PRIVATE_PROFILE,
        error="login_required",
    ),
    Case(platform="tiktok", name="private", url=site.PRIVATE, error="login_required"),
    Case(
        platform="tiktok",
        name="of a private account",
        url=site.HIDDEN,
        error="login_required",
    ),
    Case(
        platform="tiktok",
        name="for some audiences",
        url=site.SENSITIVE,
        error="login_required",
    ),
    Case(
        platform="tiktok",
        name="forwarded to the login page",
        url=site.MEMBERS,
        error="login_required",
    ),
    Case(
        platform="tiktok",
        name="removed, or our address is blocked",
        url=site.GONE,
        error="permission_denied",
        data={"reason": "blocked"},
    ),
    Case(
        platform="tiktok",
        name="not in this country",
        url=site.ABROAD,
        error="geo_blocked",
    ),
    Case(
        platform="tiktok",
        name="not available",
        url=site.UNKNOWN,
        error="not_found",
    ),
    Case(platform="tiktok", name="403", url=site.REFUSED, error="permission_denied"),
    Case(
        platform="tiktok",
        name="rate limit",
        url=site.LIMITED,
        error="rate_limit",
        retry_after=45,
    ),
)
