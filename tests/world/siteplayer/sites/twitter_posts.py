"""X's posts as its GraphQL interface gives them: results, users, media, tombstones."""

from __future__ import annotations

from typing import Any

from tests.world import media as makers

type Json = dict[str, Any]

_WHEN = "Fri Sep 08 04:00:00 +0000 2023"
_SIZE = {"width": 320, "height": 240, "focus_rects": []}
_PICTURE = "https://pbs.twimg.com/profile_images/a_normal.jpg"
RATES = dict(zip(makers.LADDER, (832_000, 2_176_000, 10_368_000), strict=True))
"""Bits a second that X tells of its variants, by height; the files have fewer."""


def user(*, old: bool = False, protected: bool = False) -> Json:
    """The author of all posts; X had all of it in `legacy` before."""
    names = {"screen_name": "harbour_watch", "name": "Harbour", "created_at": _WHEN}
    legacy = {
        "description": "Ships.",
        "followers_count": 7,
        "statuses_count": 6,
        "entities": {"description": {"urls": []}},
    }
    if old:
        more = {"location": "By the sea", "verified": False, "protected": protected}
        picture = {"profile_image_url_https": _PICTURE}
        return {
            **_typed("User", "42"),
            "legacy": {**legacy, **names, **more, **picture},
        }
    return {
        **_typed("User", "42"),
        "core": names,
        "legacy": legacy,
        "location": {"location": "By the sea"},
        "verification": {"verified": False},
        "privacy": {"protected": protected},
        "avatar": {"image_url": _PICTURE},
    }


def photo(name: str) -> Json:
    """A picture; `sites.twitter` has those of some names."""
    return {
        "id_str": f"9{len(name)}",
        "type": "photo",
        "media_url_https": f"https://pbs.twimg.com/media/{name}.jpg",
        "original_info": _SIZE,
        "ext_alt_text": "A harbour",
    }


def video(*, files: bool = True) -> Json:
    """A video in the heights of `tests.world.media.LADDER`, and as a stream."""
    root = "https://video.twimg.com/ext_tw_video/1/pu"
    stream = {
        "content_type": "application/x-mpegURL",
        "url": f"{root}/pl/master.m3u8?tag=12",
    }
    variants = [
        {
            "bitrate": rate,
            "content_type": "video/mp4",
            "url": f"{root}/vid/avc1/{height * 16 // 9}x{height}/ladder.mp4?tag=12",
        }
        for height, rate in RATES.items()
    ]
    # In no order, as X gives them.
    found = [variants[1], stream, *variants[::2]] if files else [stream]
    milliseconds = makers.LADDER_SECONDS * 1000
    info = {"duration_millis": milliseconds, "variants": found, "aspect_ratio": [16, 9]}
    return {**photo("Poster"), "type": "video", "video_info": info}


def gif() -> Json:
    """What X makes of an animated GIF: a video without sound."""
    url = "https://video.twimg.com/tweet_video/Loop.mp4"
    variant = {"bitrate": 0, "content_type": "video/mp4", "url": url}
    info = {"variants": [variant], "aspect_ratio": [16, 9]}
    return {**photo("Poster"), "type": "animated_gif", "video_info": info}


def withdrawn(media: Json, reason: str) -> Json:
    """The same, no longer shown: `Dmcaed`, `Geoblocked`."""
    state = {"status": "Unavailable", "reason": reason}
    return {**media, "ext_media_availability": state}


def tweet(number: str, text: str, *media: Json, **more: Any) -> Json:
    """A post.

    Args:
        number: Its id.
        text: What it says.
        media: What it shows.
        more: `author`, `quotes` (a post), or what goes into `legacy`.
    """
    author = more.pop("author", None) or user()
    quoted = more.pop("quotes", None)
    legacy: Json = {
        "id_str": number,
        "user_id_str": "42",
        "conversation_id_str": number,
        "created_at": _WHEN,
        "full_text": text,
        "lang": "en",
        "entities": {"hashtags": [], "user_mentions": [], "urls": []},
        "favorite_count": 1,
        "possibly_sensitive": False,
        **more,
    }
    if media:
        legacy["extended_entities"] = {"media": list(media)}
    result: Json = {
        **_typed("Tweet", number),
        "core": {"user_results": {"result": author}},
        "legacy": legacy,
        "source": '<a href="https://x.com">Web</a>',
        "views": {"count": "12"},
    }
    if quoted is not None:
        legacy["quoted_status_id_str"] = quoted["rest_id"]
        legacy["is_quote_status"] = True
        result["quoted_status_result"] = {"result": quoted}
    return result


def unavailable(reason: str) -> Json:
    """What stands in place of a post, with a reason in one word."""
    return {"__typename": "TweetUnavailable", "reason": reason}


def tombstone(text: str) -> Json:
    """What stands in place of a post, with a reason in a sentence."""
    words = {"rtl": False, "text": f"{text} Learn more", "entities": []}
    stone = {"__typename": "TextTombstone", "text": words}
    return {"__typename": "TweetTombstone", "tombstone": stone}


def _typed(kind: str, number: str) -> Json:
    return {"__typename": kind, "rest_id": number}
