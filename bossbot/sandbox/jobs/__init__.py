"""What a sandboxed process can be asked to do, by name.

A kind is a module with `run(params, channel)`. It returns the result as JSON; a
`BossBotError` it raises is reported as that error. It runs in a process of its own
with nothing but a directory, so it may leave whatever it likes behind in memory.

- `ytdlp` (`ytdlp_options`, `ytdlp_session`, `ytdlp_videos`, `ytdlp_errors`,
  `ytdlp_files`, `ytdlp_formats`, `ytdlp_javascript`, `ytdlp_patience`,
  `ytdlp_playlists`, `ytdlp_subtitles`, `subtitle_tracks`, `merge`) fetches.
- `gallery_dl` fetches: `gallery_dl_session` is its run, `gallery_dl_album` and
  `gallery_dl_output` what comes of it; `gallery_dl_config`, `gallery_dl_extractors`,
  `gallery_dl_names`, `gallery_dl_log` serve it, `gallery_dl_watch` holds it back.
  What to fetch of a post: `gallery_dl_choice`, `gallery_dl_streams`,
  `gallery_dl_bluesky`, `gallery_dl_instagram`, `gallery_dl_twitter`
  (`twitter_answers`, `json_objects`).
- `probe` and `image` look into files and write images anew.
- `formats` (`format_candidates`, `format_codecs`) chooses what to fetch of a video.
- `short_link` tells where a link leads.
- `fetch_params`, `fetch_metadata` (`metadata_keys`, `age_restrictions`), `profiles`,
  `cookies`: the same for both that fetch.
- `fetch_errors` (`error_chain`, `error_answers`, `error_texts`, `retry_after`): what
  went wrong, in our words.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, Protocol

from bossbot.sandbox.channel import Channel

KINDS: Final[Mapping[str, str]] = {
    "ytdlp": "bossbot.sandbox.jobs.ytdlp",
    "gallery_dl": "bossbot.sandbox.jobs.gallery_dl",
    "short_link": "bossbot.sandbox.jobs.short_link",
    "probe": "bossbot.sandbox.jobs.probe",
    "image": "bossbot.sandbox.jobs.image",
}
"""The module of each kind; the zygote imports them all before its first fork."""


class JobFunction(Protocol):
    """The one function of a kind's module."""

    def __call__(self, params: dict[str, Any], channel: Channel) -> Any:
        """Do the job and return its result.

        Raises:
            BossBotError: It can't be done; this is what the supervisor gets.
        """
        ...


def resolve(kinds: Mapping[str, str], kind: str) -> JobFunction:
    """The function of a kind.

    Raises:
        KeyError: There is no such kind.
        ImportError: Its library is not installed.
    """
    function: JobFunction = import_module(kinds[kind]).run
    return function


def prepare(kinds: Mapping[str, str], kind: str) -> None:
    """Import a kind's module before the first fork, and warm it up if it wants that.

    A module's `warm()` does once what every job would do first.

    Raises:
        KeyError: There is no such kind.
        ImportError: Its library is not installed.
    """
    warm = getattr(import_module(kinds[kind]), "warm", None)
    if warm is not None:
        warm()
