"""Reddit."""

from __future__ import annotations

from typing import Final

from tests.world.played.case import Case
from tests.world.siteplayer.sites import reddit as site

CASES: Final = (
    Case(
        platform="reddit",
        name="gallery",
        url=site.GALLERY,
        tool="gallery-dl",
        kinds=("image", "image"),
    ),
    Case(
        platform="reddit",
        name="video with sound, its own link",
        url=site.VIDEO_LINK,
        tool="yt-dlp",
        kinds=("video",),
    ),
)
