"""20 pictures of 100 kB: what the pipeline adds to what the tools take."""

from __future__ import annotations

from contextlib import ExitStack

from tests.benchmarks.contenders import Tool, command_lines, library
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import interleaved, running_system
from tests.world.siteplayer.sites import files

TOOL: Tool = "gallery-dl"
"""The tool our routing chooses for direct links."""


def _urls(count: int, name: str) -> list[str]:
    """Links to a JPEG of about 100 kB, each asked for once."""
    return [files.jpeg_url(540, 400, f"{name}{n}") for n in range(count)]


async def measure(*, quick: bool) -> list[Figure]:
    """Links through the system, the library, and the command line."""
    count, rounds = (3, 1) if quick else (20, 5)
    async with running_system() as (sites, system):
        with ExitStack() as closing:
            bare = closing.enter_context(library(TOOL, sites))
            await system.fetch(_urls(2, "warm"))
            await bare.fetch(_urls(2, "warmbare"))
            ours, theirs, shell = await interleaved(
                rounds,
                lambda n: system.fetch(_urls(count, f"ours{n}x")),
                lambda n: bare.fetch(_urls(count, f"library{n}x")),
                lambda n: command_lines(TOOL, _urls(count, f"shell{n}x"), sites),
            )
            one, bare_one = await interleaved(
                rounds,
                lambda n: system.fetch(_urls(1, f"single{n}x")),
                lambda n: bare.fetch(_urls(1, f"alone{n}x")),
            )
    what = f"{count} × 100 kB"
    return [
        Figure(
            name=f"{what}: times faster than {TOOL}'s command line",
            value=shell / ours,
            unit="×",
            goal=3,
            better="more",
        ),
        Figure(
            name=f"{what}: against {count} commands",
            value=ours,
            unit="s",
            baseline=shell,
        ),
        Figure(
            name=f"{what}: against the library", value=ours, unit="s", baseline=theirs
        ),
        Figure(
            name="1 × 100 kB: against the library",
            value=one,
            unit="s",
            baseline=bare_one,
        ),
    ]
