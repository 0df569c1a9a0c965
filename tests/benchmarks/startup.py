"""`bossbot get` of one small file: how long, and where the time goes."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.contenders import Sites, command_lines, played_sites
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import folder, interleaved
from tests.world.processes import clean_environment
from tests.world.siteplayer.sites import files

STEPS = (
    "until the worker has its modules",
    "until the worker is ready",
    "until the first stage begins",
    "fetch (waits for the zygote's imports)",
    "the other four stages",
    "until all is stopped and gone",
)
"""One after the other; together they are the whole."""


def _get(url: str, sites: Sites) -> dict[str, float]:
    """Seconds of each step of one run, cold: server, worker and zygote start anew."""
    with tempfile.TemporaryDirectory() as out:
        environment = clean_environment(**sites.settings, BOSS_BOT_LOG_FORMAT="json")
        began = time.time()
        run = subprocess.run(
            [sys.executable, "-m", "bossbot", "get", "-v", "--json", "-o", out, url],
            cwd=out,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        ended = time.time()
        assert len(list(Path(out).iterdir())) == 1
    instants = [began, *_instants(run.stderr), ended]
    gaps = pairwise(instants)
    return dict(zip(STEPS, (later - sooner for sooner, later in gaps), strict=True))


def _instants(log: str) -> Iterator[float]:
    """When each step but the last was over, as the worker's log tells."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    at = {_name(line): datetime.fromisoformat(line["timestamp"]) for line in lines}
    for name in (
        "zygote started",
        "worker ready",
        "fetch began",
        "fetch finished",
        "cleanup finished",
    ):
        yield at[name].timestamp()


def _name(line: dict[str, Any]) -> str:
    event: str = line["event"]
    if event.startswith("stage "):
        return f"{line['stage']} {event.removeprefix('stage ')}"
    if event.endswith("ready."):
        return "worker ready"
    return event.partition(",")[0]


async def measure(*, quick: bool) -> list[Figure]:
    """The whole and its steps, beside the tool's own command line."""
    steps: dict[str, list[float]] = defaultdict(list)
    with folder() as root, played_sites(root / "sites") as sites:

        async def ours(number: int) -> float:
            url = files.jpeg_url(540, 400, f"get{number}")
            taken = await asyncio.to_thread(_get, url, sites)
            for step, seconds in taken.items():
                steps[step].append(seconds)
            return sum(taken.values())

        async def theirs(number: int) -> float:
            url = files.jpeg_url(540, 400, f"tool{number}")
            return await command_lines("gallery-dl", [url], sites)

        whole, tool = await interleaved(1 if quick else 7, ours, theirs)
    return [
        Figure(
            name="bossbot get of 100 kB, cold: against gallery-dl's command line",
            value=whole,
            unit="s",
            baseline=tool,
        ),
        *(
            Figure(name=f"  {step}", value=statistics.median(seconds), unit="s")
            for step, seconds in steps.items()
        ),
    ]
