"""The videos of an album that come as streams, which gallery-dl leaves to yt-dlp.

Where a stream is all that a link leads to, the fetch stage asks yt-dlp by the link
itself: it knows more about the post. Among other files there is no other way to it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bossbot.errors import FileTooLargeError, UnsupportedUrlError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.gallery_dl.album import Album
from bossbot.sandbox.jobs.ytdlp import job as ytdlp

PREFIX: Final = "ytdl:"
"""What gallery-dl puts before the URL of a stream."""
_HTTP: Final = ("http://", "https://")


@dataclass(slots=True)
class Streams:
    """Those found so far; each keeps its place among the album's files."""

    album: Album
    _urls: dict[str, str] = field(default_factory=dict)

    def note(self, url: str, keywords: dict[str, Any]) -> None:
        """Keep the place of one for later."""
        url = url.removeprefix(PREFIX)
        if not url.startswith(_HTTP):
            self.album.skip(UnsupportedUrlError(reason="stream"))
            return
        output = self.album.output
        name = str(keywords.get("title") or keywords.get("filename") or "")
        self._urls[output.promise(name)] = url

    def fetch(self, *, alone: bool) -> None:
        """Fetch them into their places; those of which nothing came are given up.

        Args:
            alone: Whether a single one without other files is fetched as well.

        Raises:
            BossBotError: Something that the next one would run into as well.
        """
        output = self.album.output
        left_to_others = not alone and len(output.files) == 1
        try:
            for place, url in self._urls.items():
                if left_to_others:
                    self.album.skip(UnsupportedUrlError(reason="stream"))
                    continue
                try:
                    self._fetch(place, url)
                except Exception as error:  # noqa: BLE001 (one file, not the album)
                    self.album.skip(error)
        finally:
            output.give_up_promises()
            self._urls.clear()

    def _fetch(self, place: str, url: str) -> None:
        output, params = self.album.output, self.album.params
        if output.left <= 0:
            raise FileTooLargeError.of(limit=params.max_bytes)
        job = replace(
            params, url=url, max_files=1, max_bytes=output.left, subtitles=False
        )
        number, count = list(output.files).index(place) + 1, len(output.files)
        channel = _Numbered(output.channel, number=number, count=count)
        fetched = ytdlp.run(asdict(job), channel)
        output.keep_promise(place, Path(fetched["files"][0]["path"]))


class _Numbered(Channel):
    """The channel of a job within a job: its one file is one of many."""

    def __init__(self, channel: Channel, *, number: int, count: int) -> None:
        self._whole, self._number, self._count = channel, number, count

    def progress(self, *, done: int, **how: Any) -> None:
        """Tell how far the file is, with its place among all."""
        numbered = {**how, "file_number": self._number, "file_count": self._count}
        self._whole.progress(done=done, **numbered)
