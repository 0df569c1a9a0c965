"""The job that writes an image anew: upright, in sRGB, small enough, nothing else."""

from __future__ import annotations

from typing import Any

from bossbot.sandbox.channel import Channel
from bossbot.sandbox.media import animation, still
from bossbot.sandbox.media.pillow import load_formats


def warm() -> None:
    """Import what Pillow imports with the first file: 7 ms once, not per job."""
    load_formats()


def run(params: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Write the image behind `source` to the empty file behind `target`.

    Args:
        params: Descriptors `source` and `target`; `opener`, Pillow's format to read;
            `format`, `limit`, `steps` and `animated` of `bossbot.media.plans`.
        channel: Nothing is told in between.

    Returns:
        `width`, `height`, `pixel_format` and `frames` of what was written.

    Raises:
        InvalidFileError: It does not decode.
        FileTooLargeError: No step fits the limit.
    """
    del channel
    write = animation.write if params["animated"] else still.write
    return write(
        params["source"],
        params["target"],
        opener=params["opener"],
        kind=params["format"],
        limit=params["limit"],
        steps=[(int(quality), float(scale)) for quality, scale in params["steps"]],
    )
