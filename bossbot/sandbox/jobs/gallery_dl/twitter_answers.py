"""What X answers: reasons for having no post, and objects in more than one layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
)
from bossbot.sandbox.jobs.failures.texts import Meaning, by_text
from bossbot.sandbox.jobs.gallery_dl.json_objects import at, objects

_CODES: Final[Mapping[int, Meaning]] = {
    34: (NotFoundError, {}),
    50: (NotFoundError, {}),
    63: (NotFoundError, {}),  # suspended
    88: (RateLimitedError, {}),
    130: (NetworkError, {}),  # over capacity
    131: (NetworkError, {}),  # internal error
    144: (NotFoundError, {}),
    179: (LoginRequiredError, {}),  # protected
    # A guest's token, just given out: X turns guests away for the time being.
    239: (RateLimitedError, {"reason": "guest_token"}),
}
"""X's own numbers of errors."""

_TOMBSTONES: Final = (
    (re.compile("limits who can (?:see|view)"), LoginRequiredError),
    (re.compile("withheld"), GeoBlockedError),
)
"""What stands in place of a post, in words that no other site uses."""

_SIDES: Final = re.compile(r"/(\d+)x(\d+)/")


def raise_known(errors: Any) -> None:
    """Raise the first of X's errors that says enough.

    Raises:
        BossBotError: It does.
    """
    for error in errors if isinstance(errors, list) else ():
        code = error.get("code") if isinstance(error, dict) else None
        if isinstance(code, int) and code in _CODES:
            kind, data = _CODES[code]
            raise kind(**data)


def asked_for(answer: Any, post: str) -> list[Any]:
    """What stands for the post that was asked for, not for those around it.

    Args:
        answer: To a request for one post, or for its conversation.
        post: Its number.
    """
    results = [at(answer, "data", "tweetResult", "result")]
    for one in objects(answer):
        if str(one.get("entryId")).endswith(f"-{post}"):
            item = at(one, "content", "itemContent")
            results += [item, at(item, "tweet_results", "result")]
    return [at(one, "tweet") or one for one in results if one]


def raise_tombstone(result: Any) -> None:
    """Raise what X says in place of a post.

    Raises:
        BossBotError: There is none.
    """
    stone = at(result, "tombstone") or at(result, "tombstoneInfo")
    text = at(stone, "richText", "text") or at(stone, "text", "text")
    if isinstance(text, str):
        for pattern, kind in _TOMBSTONES:
            if pattern.search(text):
                raise kind
        raise by_text(text) or NotFoundError()


def withheld(result: Any) -> Iterator[BossBotError]:
    """Why media of a post are not shown, such as for somebody's rights in them."""
    for media in at(result, "legacy", "extended_entities", "media") or ():
        state = at(media, "ext_media_availability")
        if at(state, "status") == "Unavailable":
            reason = str(at(state, "reason")).lower()
            yield GeoBlockedError() if "geo" in reason else NotFoundError()


def complete(user: dict[str, Any]) -> None:
    """Give a user in the old layout what the new one has beside `legacy`."""
    legacy = user.get("legacy")
    if user.get("__typename") != "User" or "core" in user or not legacy:
        return
    core = ("screen_name", "name", "created_at")
    user["core"] = {name: legacy.get(name) for name in core}
    user.setdefault("location", {"location": legacy.get("location")})
    user.setdefault("verification", {"verified": legacy.get("verified")})
    user.setdefault("privacy", {"protected": legacy.get("protected")})
    picture = legacy.get("profile_image_url_https") or ""
    user.setdefault("avatar", {"image_url": picture})


def variants_of(video: Mapping[str, Any], *, mute: bool) -> list[dict[str, Any]]:
    """The complete files of a video, as yt-dlp describes formats; `of` is X's own."""
    return [
        {"of": one, "url": one["url"], **_described(one), **_sound(mute)}
        for one in video.get("variants") or ()
        if isinstance(one, dict) and one.get("content_type") == "video/mp4"
    ]


def _described(variant: Mapping[str, Any]) -> dict[str, Any]:
    url = str(variant["url"])
    sides = _SIDES.search(url)
    width, height = map(int, sides.groups()) if sides else (None, None)
    return {
        "tbr": (variant.get("bitrate") or 0) / 1000 or None,
        "width": width,
        "height": height,
        "vcodec": "hevc" if "/hevc/" in url else "avc1",
    }


def _sound(mute: bool) -> dict[str, str]:
    return {"acodec": "none" if mute else "mp4a"}
