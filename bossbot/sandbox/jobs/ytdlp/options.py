"""yt-dlp's options and extractors: no file, program or plug-in is consulted."""

from __future__ import annotations

import io
from functools import cache
from typing import Any, Final

import yt_dlp.globals
from yt_dlp.extractor import gen_extractor_classes

from bossbot.sandbox.jobs.fetching.params import READ_SIZE, SOCKET_TIMEOUT, FetchParams

FRAGMENT_RETRIES: Final = 2
"""A stream has hundreds of fragments: one hiccup shall not end it."""
SPARE_ENTRIES: Final = 10
"""So many of a list may be missing without there being fewer files for it."""
LONGEST_WAIT: Final = 30.0
"""Seconds that a site may have us wait before a file can be had (YouTube: as long as
its advertisements run). After that it is asked all the same: the slot is needed."""


def forbid_plugins() -> None:
    """Keep yt-dlp from looking for plug-ins, on any path."""
    yt_dlp.globals.plugin_dirs.value = []
    yt_dlp.globals.all_plugins_loaded.value = True


@cache
def extractors() -> dict[str, Any]:
    """The classes of all extractors by their keys, in the order to try them."""
    known = gen_extractor_classes()
    return {one.ie_key(): one for one in known if getattr(one, "_ENABLED", True)}


def options(params: FetchParams) -> dict[str, Any]:
    """The parameters of `yt_dlp.YoutubeDL` for one job."""
    return {
        # What it says
        "quiet": True,
        "noprogress": True,
        # Made for nobody, its own progress line takes half the time of a fast fetch.
        "progress_delta": 3600,
        "no_color": True,
        "ignoreerrors": False,
        # What it may read and run: nothing; see `javascript`
        "js_runtimes": {},
        # Compiling JavaScript takes more address space than a job has.
        "extractor_args": {"youtube-ejs": {"jitless": ["true"]}},
        "cachedir": False,
        "usenetrc": False,
        "ffmpeg_location": "/nonexistent",
        "external_downloader": None,
        "hls_prefer_native": True,
        "enable_file_urls": False,
        "fixup": "never",
        "postprocessors": [],
        "cookiefile": io.StringIO(params.cookies) if params.cookies else None,
        # The way out
        "proxy": params.proxy,
        "http_headers": _headers(params),
        "compat_opts": ["no-certifi"] if params.ca_file else [],
        "socket_timeout": SOCKET_TIMEOUT,
        "retries": 0,
        "extractor_retries": 0,
        "fragment_retries": 0,
        "file_access_retries": 0,
        "skip_unavailable_fragments": False,
        # What it fetches
        "noplaylist": True,
        "playlistend": params.max_files + SPARE_ENTRIES,
        "lazy_playlist": True,
        "live_from_start": False,
        "wait_for_video": None,
        "writesubtitles": False,
        "writethumbnail": False,
        # What it writes
        "continuedl": True,
        "nopart": False,
        "overwrites": False,
        "updatetime": False,
        "restrictfilenames": True,
        # It would begin with 1 kB and feel its way up.
        "buffersize": READ_SIZE,
        "noresizebuffer": True,
    }


def _headers(params: FetchParams) -> dict[str, str]:
    return {"User-Agent": params.user_agent} if params.user_agent else {}
