"""Which of Instagram's versions of a video or picture gallery-dl's extractor gets.

It takes the last of a video's, and the first of a picture's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.gallery_dl.album import Album
from bossbot.sandbox.jobs.gallery_dl.choice import pick
from bossbot.sandbox.jobs.gallery_dl.json_objects import at, objects

_WIDE_ENOUGH: Final = 480
"""Pixels from which on a picture still shows what is on it."""
_UNCUT: Final = 0.02
"""How far the shape of a smaller picture may be off: the square ones are cut."""


def adapt(extractor: Any, album: Album) -> None:
    """Leave one version of each file in the posts that an extractor will read."""
    if extractor.category != "instagram" or not hasattr(extractor, "_parse_post"):
        return
    parse = extractor._parse_post  # noqa: SLF001 (all its posts go this way)

    def parse_chosen(post: dict[str, Any]) -> Any:
        for one in objects(post):
            _choose_video(one, album.params)
            if album.params.format == "smallest":
                _choose_small_picture(one)
        return parse(post)

    extractor._parse_post = parse_chosen  # noqa: SLF001


def _choose_video(media: dict[str, Any], params: FetchParams) -> None:
    sound = "none" if media.get("has_audio") is False else "mp4a"
    variants = [
        {
            "of": one,
            "url": one["url"],
            "width": one.get("width"),
            "height": one.get("height"),
            "tbr": (one.get("bandwidth") or 0) / 1000 or None,
            "vcodec": "avc1",
            "acodec": sound,
        }
        for one in media.get("video_versions") or ()
        if isinstance(one, dict) and one.get("url")
    ]
    if chosen := pick(variants, params, media.get("video_duration")):
        media["video_versions"] = [chosen["of"]]


def _choose_small_picture(media: dict[str, Any]) -> None:
    found = [one for one in at(media, "candidates") or () if _shape(one)]
    if not found:
        return
    whole = _shape(found[0])
    uncut = [one for one in found if abs(_shape(one) - whole) <= _UNCUT * whole]
    enough = [one for one in uncut if one["width"] >= _WIDE_ENOUGH]
    media["candidates"] = [min(enough or found[:1], key=lambda one: one["width"])]


def _shape(picture: Mapping[str, Any]) -> float:
    """Its width over its height; 0 where unknown."""
    sides = [picture.get("width"), picture.get("height")]
    width, height = (side if isinstance(side, int) else 0 for side in sides)
    return width / height if height else 0.0
