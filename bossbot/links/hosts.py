"""Which hosts the tools have extractors for: a table generated from the tools.

`python -m bossbot.sandbox.hosts` writes it anew; a test holds it to what is installed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, Literal

type Tool = Literal["gallery-dl", "yt-dlp"]

GALLERY_DL: Final = "gallery-dl"
YT_DLP: Final = "yt-dlp"

_KNOWING: Final[dict[str, frozenset[Tool]]] = {
    "g": frozenset({GALLERY_DL}),
    "y": frozenset({YT_DLP}),
    "gy": frozenset({GALLERY_DL, YT_DLP}),
}


@cache
def _table() -> dict[str, str]:
    text = files("bossbot.links").joinpath("hosts.txt").read_text("ascii")
    return dict(line.split(" ", 1) for line in text.splitlines())


def tools_knowing(host: str) -> frozenset[Tool]:
    """The tools that have an extractor for a host or a domain above it."""
    table = _table()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        if found := table.get(".".join(labels[start:])):
            return _KNOWING[found]
    return frozenset()
