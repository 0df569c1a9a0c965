"""5 videos of 50 MB that need no re-encoding, from a slow and from a fast source."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from tests.benchmarks.contenders import Tool, command_lines, library
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import interleaved, running_system
from tests.world.siteplayer.sites import files

LINE = 100_000_000 // 8
"""Bytes a second of the slow source: 100 Mbit/s, shared by all its connections."""
TOOL: Tool = "gallery-dl"
"""The tool our routing chooses for direct links."""
SECONDS = 60


def _urls(count: int, mb: int, name: str, *, slow: bool = False) -> list[str]:
    """Links to H.264 in MP4; `name` makes them differ, the bytes are the same."""
    end = f"?line={LINE}" if slow else ""
    return [
        files.h264_url(mb, width=1280, height=720, seconds=SECONDS, name=f"{name}{n}")
        + end
        for n in range(count)
    ]


async def measure(*, quick: bool) -> list[Figure]:
    """Links through the system, the libraries, and the command lines."""
    count, mb, rounds = (2, 2, 1) if quick else (5, 50, 3)
    links = partial(_urls, count, mb)
    async with running_system() as (sites, system):
        with ExitStack() as closing:
            gallery = closing.enter_context(library("gallery-dl", sites))
            ytdlp = closing.enter_context(library("yt-dlp", sites))
            await system.fetch(_urls(1, mb, "warm"))  # the file is made now
            slow, slow_library = await interleaved(
                rounds,
                lambda n: system.fetch(links(f"a{n}x", slow=True)),
                lambda n: gallery.fetch(links(f"b{n}x", slow=True)),
            )
            (
                fast,
                gallery_fast,
                ytdlp_fast,
                gallery_shell,
                ytdlp_shell,
            ) = await interleaved(
                rounds,
                lambda n: system.fetch(links(f"c{n}x")),
                lambda n: gallery.fetch(links(f"d{n}x")),
                lambda n: ytdlp.fetch(links(f"e{n}x")),
                lambda n: command_lines("gallery-dl", links(f"f{n}x"), sites),
                lambda n: command_lines("yt-dlp", links(f"g{n}x"), sites),
            )
    what = f"{count} × {mb} MB"
    against = {
        "gallery-dl's library": gallery_fast,
        "yt-dlp's library": ytdlp_fast,
        "gallery-dl's command line": gallery_shell,
        "yt-dlp's command line": ytdlp_shell,
    }
    throttled = Figure(
        name=f"{what} at 100 Mbit/s: against {TOOL}'s library",
        value=slow,
        unit="s",
        baseline=slow_library,
        goal=1.1,
    )
    unthrottled = [
        Figure(
            name=f"{what} unthrottled: against {who}",
            value=fast,
            unit="s",
            baseline=seconds,
        )
        for who, seconds in against.items()
    ]
    return [throttled, *unthrottled]
