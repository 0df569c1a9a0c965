"""Twitter/X."""

from __future__ import annotations

from typing import Any, Final

from bossbot.models import Format
from bossbot.pipeline.ports import Outcome
from tests.world import media
from tests.world.cache import made
from tests.world.played.case import Case, Check
from tests.world.requests import LIMITS
from tests.world.siteplayer.sites import twitter as site
from tests.world.siteplayer.sites import twitter_account as account
from tests.world.siteplayer.sites.files import MAKERS

_ONE: Final = made("gps.jpg", MAKERS["gps.jpg"])
_TWO: Final = made("photo.jpg", MAKERS["photo.jpg"])


def _case(name: str, url: str, *kinds: str, **how: Any) -> Case:
    fetched: dict[str, Any] = {"tool": "gallery-dl", "kinds": kinds} if kinds else {}
    return Case(platform="twitter", name=name, url=url, **{**fetched, **how})


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.author == "Harbour"
    assert "Two photos of the harbour" in (outcome.metadata.text or "")
    assert not outcome.metadata.age_restricted


def _by_harbour(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.author == "Harbour"


def _public(outcome: Outcome, _files: list[bytes]) -> None:
    assert not outcome.private


def _adult(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.age_restricted


def _only(*photos: Any) -> Check:
    def check(_outcome: Outcome, files: list[bytes]) -> None:
        assert files == [one.read_bytes() for one in photos]

    return check


def _height(height: int) -> Check:
    def check(_outcome: Outcome, files: list[bytes]) -> None:
        path = made(f"rung-{height}.mp4", media.rung, height=height)
        assert files[-1] == path.read_bytes()

    return check


def _small(_outcome: Outcome, files: list[bytes]) -> None:
    assert all(len(one) < len(_TWO.read_bytes()) for one in files)


def _asked(wanted: Format) -> dict[str, Any]:
    return {"format": wanted}


def _fitting(mb: float) -> dict[str, Any]:
    return {"limits": LIMITS.model_copy(update={"video": int(mb * 1024 * 1024)})}


_MEMBER: Final = account.cookies()

CASES: Final = (
    _case("photos", site.PHOTO_TWEET, "image", "image", check=_told),
    _case("author in the older layout", site.OLD_LAYOUT, "image", check=_by_harbour),
    _case(
        *("photos, one of them gone", site.HALF_GONE, "image", "image"),
        skipped=("not_found",),
        check=_only(_ONE, _TWO),
    ),
    _case(
        *("photos, `smallest`", site.PHOTO_TWEET, "image", "image"),
        how=_asked(Format.SMALLEST),
        check=_small,
    ),
    _case("behind a warning", site.SENSITIVE, "image", check=_adult),
    _case("video in three qualities", site.VIDEO_TWEET, "video", check=_height(1080)),
    _case(
        *("video, of which the middle quality fits", site.VIDEO_TWEET, "video"),
        how=_fitting(2),
        check=_height(720),
    ),
    _case(
        *("video, `smallest`", site.VIDEO_TWEET, "video"),
        how=_asked(Format.SMALLEST),
        check=_height(360),
    ),
    _case(
        *("video, `audio`: the sound is taken out later", site.VIDEO_TWEET, "video"),
        how=_asked(Format.AUDIO),
        check=_height(360),
    ),
    _case(
        "video, only as a stream", site.STREAM_TWEET, tool="yt-dlp", kinds=("video",)
    ),
    _case("animated GIF", site.GIF_TWEET, "video"),
    _case(
        *("animated GIF, `audio`", site.GIF_TWEET),
        how=_asked(Format.AUDIO),
        error="invalid_file",
        data={"reason": "no_sound"},
    ),
    _case("photo and video", site.MIXED_TWEET, "image", "video", check=_height(1080)),
    _case(
        *("photo and video, `video`", site.MIXED_TWEET, "video"),
        how=_asked(Format.VIDEO),
    ),
    _case(
        *("photo and video, `audio`", site.MIXED_TWEET, "video"),
        how=_asked(Format.AUDIO),
        skipped=("invalid_file",),
    ),
    _case(
        *("photos, `video`: nothing moves", site.PHOTO_TWEET, "image", "image"),
        how=_asked(Format.VIDEO),
        check=_only(_ONE, _TWO),
    ),
    _case(
        *("photo and video, the video claimed by others", site.RIGHTS_TWEET, "image"),
        skipped=("not_found",),
    ),
    _case("video, claimed by others", site.RIGHTS_ALONE, error="not_found"),
    _case(
        *("post in a thread: its own media", site.THREAD_TWEET, "image"),
        check=_only(_TWO),
    ),
    _case(
        *("the same with an account", site.THREAD_TWEET, "image"),
        cookies=_MEMBER,
        check=_only(_TWO),
    ),
    _case(
        *("quotes a photo, has one", site.QUOTE_WITH_MEDIA, "image"),
        check=_only(_ONE),
    ),
    _case(
        *("quotes a photo, has none", site.QUOTE_OF_MEDIA, "image"),
        check=_only(_TWO),
    ),
    _case(
        *("quotes a photo, has none, with an account", site.QUOTE_OF_MEDIA, "image"),
        cookies=_MEMBER,
        check=_only(_TWO),
    ),
    _case(
        *("quotes a deleted post, has none", site.QUOTE_OF_GONE),
        error="unsupported_url",
        data={"reason": "no_media"},
    ),
    _case(
        *("only words", site.TEXT_TWEET),
        error="unsupported_url",
        data={"reason": "no_media"},
    ),
    _case(
        "words and a link to media", site.LINK_TWEET, tool="yt-dlp", kinds=("video",)
    ),
    _case(
        *("mirror", "https://fxtwitter.com/harbour_watch/status/1700000000000000100"),
        *("image", "image"),
        check=_told,
    ),
    _case(
        *("mobile", "https://mobile.twitter.com/i/status/1700000000000000100?s=20"),
        *("image", "image"),
        check=_told,
    ),
    _case("protected", site.PROTECTED_TWEET, error="login_required"),
    _case("seen by some only", site.LIMITED_VIEW, error="login_required"),
    _case("age-restricted", site.AGE_RESTRICTED, error="login_required"),
    _case("age-restricted, in words", site.AGE_TOMBSTONE, error="login_required"),
    _case(
        *("age-restricted, with an account", site.AGE_RESTRICTED, "image"),
        cookies=_MEMBER,
        check=_adult,
    ),
    _case(
        *("an account that X no longer takes", site.AGE_RESTRICTED),
        cookies=account.cookies(account.EXPIRED),
        error="login_required",
    ),
    _case(
        *("photos, an account that X no longer takes", site.PHOTO_TWEET),
        *("image", "image"),
        cookies=account.cookies(account.EXPIRED),
        check=_public,
    ),
    _case("deleted", site.GONE_TWEET, error="not_found"),
    _case("deleted, in words", site.DELETED_TWEET, error="not_found"),
    _case(
        *("deleted, with an account", site.GONE_TWEET),
        cookies=_MEMBER,
        error="not_found",
    ),
    _case("suspended", site.SUSPENDED_TWEET, error="not_found"),
    _case("suspended, in words", site.SUSPENDED_TOMBSTONE, error="not_found"),
    _case("withheld", site.WITHHELD_TWEET, error="geo_blocked"),
    _case("rate limit", site.LIMITED_TWEET, error="rate_limit", retry_after=90),
    _case(
        *("rate limit until a day far off", site.FAR_RESET_TWEET),
        error="rate_limit",
        retry_after=6 * 3600,
    ),
    _case("photo, the last answer before a limit", site.LAST_REQUEST, "image"),
    _case(
        *("no guests for now", site.NO_GUESTS_TWEET),
        error="rate_limit",
        data={"reason": "guest_token"},
    ),
    _case("over capacity", site.BUSY_TWEET, error="network"),
    _case("a web page in place of the answer", site.PAGE_TWEET, error="network"),
    _case("an error that says nothing", site.BROKEN_TWEET, error="unknown"),
    _case("profile", site.PROFILE, error="login_required"),
    _case(
        *("profile, with an account", site.PROFILE, *["image"] * 10), cookies=_MEMBER
    ),
    _case(
        *("profile's media, with an account", f"{site.PROFILE}/media"),
        *["image"] * 10,
        cookies=_MEMBER,
    ),
    _case(*("profile of nobody", site.NO_PROFILE), cookies=_MEMBER, error="not_found"),
    _case("profile, suspended", site.SUSPENDED_PROFILE, error="not_found"),
)
