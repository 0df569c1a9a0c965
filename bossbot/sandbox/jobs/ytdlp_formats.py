"""What yt-dlp offers of a video, brought before `formats`, which chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bossbot.sandbox.jobs.fetch_params import FetchParams
from bossbot.sandbox.jobs.formats import choose
from bossbot.sandbox.jobs.ytdlp_videos import Videos

_UNPLAYABLE: Final = -100
"""The `preference` of what TikTok's extractor calls unplayable."""


class Selector:
    """Chooses the formats of each video; yt-dlp calls it in place of its own."""

    def __init__(self, params: FetchParams, videos: Videos) -> None:
        self._params = params
        self._videos = videos

    def __call__(self, context: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Each format that is to be fetched, as a dictionary of its own."""
        offered, video = context["formats"], self._videos.current
        chosen = choose(
            [one for one in offered if _trusted(one)] or offered,
            wanted=self._params.format,
            fit_bytes=self._params.fit_bytes,
            max_bytes=self._params.max_bytes,
            duration=video.info.get("duration"),
        )
        video.parts = len(chosen)
        yield from map(dict, chosen)


def _trusted(offered: Mapping[str, Any]) -> bool:
    """Whether the extractor itself says that it is there, and plays."""
    preference = offered.get("preference") or 0
    return not offered.get("__needs_testing") and preference > _UNPLAYABLE
