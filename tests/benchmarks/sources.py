"""A post of each platform: what we ask of a site, against the tool's command line."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.settings import Settings
from tests.benchmarks.contenders import Sites, Tool, command_lines
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import folder
from tests.world.fetch_stage import Stage
from tests.world.played import Case, all_cases, table
from tests.world.processes import wait_until
from tests.world.siteplayer import SitePlayer

SHELLS: dict[str | None, Tool] = {"gallery-dl": "gallery-dl", "yt-dlp": "yt-dlp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one fetch took: bytes are those that went out of the sites."""

    seconds: float
    requests: int
    kilobytes: float


def chosen() -> list[Case]:
    """The first link of each platform that becomes files."""
    first: dict[str, Case] = {}
    for case in all_cases():
        if case.tool in SHELLS and not case.how and not case.skipped:
            first.setdefault(case.platform, case)
    return list(first.values())


@contextmanager
def _zygote(root: Path) -> Iterator[ZygoteLauncher]:
    launcher = ZygoteLauncher(home=root / "zygote")
    launcher.start()
    try:
        yield launcher
    finally:
        launcher.stop()


async def measure(*, quick: bool) -> list[Figure]:
    """The fetch stage (job, guard and all), and one process of the tool."""
    rounds = 1 if quick else 5
    figures: list[Figure] = []
    with folder() as root, _zygote(root) as zygote, SitePlayer(root) as sites:
        await asyncio.to_thread(
            wait_until, zygote.socket_path.exists, within=60, what="the zygote"
        )
        for case in chosen():
            ours, theirs = await _costs(
                case, rounds, Sandbox(zygote.socket_path), sites
            )
            figures += _figures(case, ours, theirs)
    return figures


async def _costs(
    case: Case, rounds: int, sandbox: Sandbox, sites: SitePlayer
) -> tuple[Cost, Cost]:
    shell = Sites(sites.proxy_url, str(sites.ca_file))

    async def command_line(folder: Path) -> None:
        options: tuple[str, ...] = ()
        if case.cookies is not None:
            file = folder / "cookies.txt"
            file.write_text(case.cookies)
            options = ("--cookies", str(file))
        await command_lines(
            SHELLS[case.tool], [case.url], shell, options, files=len(case.kinds)
        )

    async def stage(folder: Path) -> None:
        settings = Settings.load(
            proxy=sites.proxy_url,
            ca_file=sites.ca_file,
            storage_root=folder / "root",
            _env_file=None,
        )
        if case.cookies is not None:
            file = folder / f"{case.platform}.txt"
            file.write_text(case.cookies)
            file.chmod(0o600)
            settings = settings.model_copy(update={"cookies_dir": folder})
        (folder / "temp").mkdir()
        made = Stage(sandbox=sandbox, settings=settings, directory=folder / "temp")
        await made.fetch(case.url, case.platform)

    await _cost(sites, stage)  # what it loads with its first page is loaded
    both = [
        (await _cost(sites, stage), await _cost(sites, command_line))
        for _ in range(rounds)
    ]
    ours, theirs = zip(*both, strict=True)
    return _median(ours), _median(theirs)


async def _cost(sites: SitePlayer, fetch: Callable[[Path], Awaitable[None]]) -> Cost:
    sites.reset()
    sent = sites.sent
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        await fetch(Path(folder))
        seconds = time.perf_counter() - began
    return Cost(
        seconds=seconds,
        requests=len(sites.seen),
        kilobytes=(sites.sent - sent) / 1000,
    )


def _median(costs: tuple[Cost, ...]) -> Cost:
    return Cost(
        seconds=statistics.median(cost.seconds for cost in costs),
        requests=round(statistics.median(cost.requests for cost in costs)),
        kilobytes=statistics.median(cost.kilobytes for cost in costs),
    )


def _figures(case: Case, ours: Cost, theirs: Cost) -> list[Figure]:
    what = f"{table.NAMES[case.platform]}, {case.name}"
    pairs = (
        ("time", "s", ours.seconds, theirs.seconds),
        ("requests", "", float(ours.requests), float(theirs.requests)),
        ("bytes", "kB", ours.kilobytes, theirs.kilobytes),
    )
    return [
        Figure(
            name=f"{what}: {name} against {case.tool}",
            value=value,
            unit=unit,
            baseline=baseline,
        )
        for name, unit, value, baseline in pairs
    ]
