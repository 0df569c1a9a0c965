"""gallery-dl's configuration, in memory only: no file, program or keyring is read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from gallery_dl import config

from bossbot.sandbox.jobs.fetching.params import READ_SIZE, SOCKET_TIMEOUT, FetchParams

FILENAME: Final = "boss_file"
"""The keyword that holds a file's name without extension; we put it there."""

_EXTRACTOR: Final[dict[str, Any]] = {
    "directory": [],
    "filename": "{" + FILENAME + "}.{extension}",
    "path-restrict": "ascii",
    "skip": True,
    "postprocess": False,
    "cookies-update": False,
    "netrc": False,
    "input": False,
    "proxy-env": False,
    "retries": 0,
    "timeout": SOCKET_TIMEOUT,
    "sleep-429": 0,
    # A manifest that would go to yt-dlp: the finished file beside it will do.
    "instagram": {"videos": "merged", "audio": False},
    # What a post quotes, where it has no media itself (`gallery_dl_choice.is_last`).
    "bluesky": {"post": {"quoted": True}},
    "twitter": {"retries-api": 0, "tweet": {"quoted": True, "quoted-expand": False}},
}
_SMALLEST: Final = ("small", "medium", "large", "orig")
"""X's sizes of a picture, from the one on that still shows what is on it."""

_DOWNLOADER: Final[dict[str, Any]] = {
    "mtime": False,
    # Compressed, neither the length nor a range would be that of the file.
    "headers": {"Accept-Encoding": "identity"},
    "part": True,
    "retries": 0,
    "progress": 0.2,
    "chunk-size": READ_SIZE,
    # The content decides later; a name that changes could not be resumed.
    "adjust-extensions": False,
    "ytdl": {"enabled": False},
}


def configure(params: FetchParams, directory: str) -> None:
    """Replace gallery-dl's whole configuration by the one of this job."""
    config.clear()
    for name, value in deepcopy(_EXTRACTOR).items():
        config.set(("extractor",), name, value)
    for name, value in _DOWNLOADER.items():
        config.set(("downloader",), name, value)
    if params.format == "smallest":
        config.set(("extractor", "twitter"), "size", list(_SMALLEST))
    config.set(("extractor",), "base-directory", directory)
    config.set(("extractor",), "proxy", params.proxy)
    config.set(("extractor",), "user-agent", params.user_agent)
    config.set(("extractor",), "verify", params.ca_file or True)
    config.set(("output",), "mode", "null")
    config.set(("cache",), "file", ":memory:")
