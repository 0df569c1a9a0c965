"""The job that looks into a file: what it is, and whether its first frame decodes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bossbot.sandbox.channel import Channel
from bossbot.sandbox.media import pictures, streams
from bossbot.sandbox.media.pillow import load_formats


def warm() -> None:
    """Import what the libraries import with the first file: 7 ms once, not per job."""
    load_formats()
    import_module("av.subtitles.stream")


def run(params: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Look into the file behind the descriptor `source`.

    Args:
        params: `source`; `family` (`image` or `stream`); `opener`, the one format or
            demuxer to open it with.
        channel: Nothing is told in between.

    Returns:
        The fields of `bossbot.media.facts.Facts` that only a look inside tells.

    Raises:
        InvalidFileError: It doesn't decode, or there is no picture or sound in it.
    """
    del channel
    look = pictures.look if params["family"] == "image" else streams.look
    return look(params["source"], params["opener"])
