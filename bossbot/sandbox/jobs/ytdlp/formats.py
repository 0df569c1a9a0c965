"""What yt-dlp offers of a video, brought before `formats`, which chooses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bossbot.errors import FileTooLargeError, UnsupportedUrlError
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.formats.choose import Choice, Format, choose
from bossbot.sandbox.jobs.ytdlp.videos import Videos

_SLIDESHOWS: Final = frozenset({"TikTok"})
"""Whose extractors give the music of pictures alone: gallery-dl has the pictures."""
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
        trusted = [one for one in offered if _trusted(one)] or offered
        if video.info.get("extractor_key") in _SLIDESHOWS and self._heard_only(trusted):
            raise UnsupportedUrlError(reason="no_media")
        chosen = self._chosen(trusted, video.info.get("duration"))
        video.parts = len(chosen)
        yield from map(dict, chosen)

    def _chosen(self, offered: Sequence[Format], duration: float | None) -> Choice:
        """What fits beside the videos before; if nothing does, there is no room left.

        Raises:
            FileTooLargeError: Or it would not fit by itself either.
        """
        how: dict[str, Any] = {
            "wanted": self._params.format,
            "fit_bytes": self._params.fit_bytes,
            "duration": duration,
        }
        try:
            return choose(offered, max_bytes=self._videos.left, **how)
        except FileTooLargeError:
            choose(offered, max_bytes=self._params.max_bytes, **how)
            self._videos.full = True
            raise

    def _heard_only(self, offered: Iterable[Mapping[str, Any]]) -> bool:
        seen = any(one.get("vcodec") != "none" for one in offered)
        return not seen and self._params.format != "audio"


def _trusted(offered: Mapping[str, Any]) -> bool:
    """Whether the extractor itself says that it is there, and plays."""
    preference = offered.get("preference") or 0
    return not offered.get("__needs_testing") and preference > _UNPLAYABLE
