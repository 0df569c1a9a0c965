"""The bot under load: how soon it answers, what it asks of Discord, what it takes.

The bot is a process of its own on an embedded server; Discord is played in a thread of
this process, and so are the workers where nothing is to be fetched.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bossbot.bootstrap.bot import BotServices, bot_services
from bossbot.queue.names import download_ids
from bossbot.settings import Settings
from tests.benchmarks.contenders import played_sites
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figure
from tests.benchmarks.memory import RUN_BOT, pss
from tests.benchmarks.world import MB, SHIPPED, deployed, folder
from tests.world.discord import DiscordServer, Message
from tests.world.processes import Child, clean_environment, wait_until
from tests.world.siteplayer.sites import files
from tests.world.wire import LINK, PlayedWorker

LIFTED = {
    "BOSS_BOT_MAX_QUEUE_SIZE": "100000",
    "BOSS_BOT_NORMAL_PER_DAY": "0",
    "BOSS_BOT_NORMAL_AT_ONCE": "0",
}
FOLLOWED, PLACES = 100, 10
"""Downloads that make progress, and the channels they are shown in."""
CPU_GOAL, MEMORY_GOAL, ACKNOWLEDGED, REQUESTS = 50.0, 200.0, 0.25, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A bot as a process, with the ledger and a worker in the hands of this one."""

    discord: DiscordServer
    bot: Child
    given: BotServices
    worker: PlayedWorker


async def measure(*, quick: bool) -> list[Figure]:
    """Acknowledgement, requests, memory and CPU, one after the other."""
    return [
        *await _acknowledgement(quick=quick),
        *await _following(quick=quick),
        *await _requests(seconds=10 if quick else 60),
    ]


@contextmanager
def _bot(root: Path, discord: DiscordServer, **settings: str) -> Iterator[Child]:
    bot = Child.python(
        *("-c", RUN_BOT), environment=settings, log=root / "talking-bot.log"
    )
    try:
        discord.wait_for_bot()
        discord.registered()
        yield bot
    finally:
        bot.end()


@contextmanager
def _pong(root: Path, discord: DiscordServer) -> Iterator[None]:
    words = (discord.api_base, discord.gateway_url, discord.token)
    bot = Child.python(
        *("-m", "tests.benchmarks.pong", *words),
        environment=clean_environment(),
        log=root / "pong.log",
    )
    try:
        discord.wait_for_bot()
        yield
    finally:
        bot.close()


@asynccontextmanager
async def _played(
    root: Path, discord: DiscordServer, *, slots: int
) -> AsyncIterator[Played]:
    lifted = LIFTED | {"BOSS_BOT_MAX_CONCURRENT_DOWNLOADS": str(slots)}
    with deployed(root, **discord.environment, **lifted) as deployment:
        settings = Settings.load(
            _env_file=None, redis_url=deployment.url, max_concurrent_downloads=slots
        )
        async with bot_services(settings) as given:
            worker = PlayedWorker(deployment.url, given, slots=slots)
            living = asyncio.create_task(worker.live())
            environment = dict(deployment.environment("bot"))
            try:
                with _bot(root, discord, **environment) as bot:
                    yield Played(discord=discord, bot=bot, given=given, worker=worker)
            finally:
                living.cancel()
                with suppress(asyncio.CancelledError):
                    await living


async def _acknowledgement(*, quick: bool) -> list[Figure]:
    """By turns: commands to us, the same messages to the bare bot, slash commands."""
    rounds = 1 if quick else 2
    counts = {1: 2, 50: 50} if quick else {1: 30, 50: 500}
    ours: dict[int, list[float]] = {rate: [] for rate in counts}
    bare: dict[int, list[float]] = {rate: [] for rate in counts}
    slash: dict[int, list[float]] = {rate: [] for rate in counts}
    with folder() as root, DiscordServer() as discord, DiscordServer() as other:
        async with _played(root, discord, slots=5) as played:
            with _pong(root, other):
                crowd, theirs = Crowd(discord), Crowd(other)
                for _ in range(rounds):
                    for rate, count in counts.items():
                        ours[rate] += await crowd.write(count, rate)
                        await _forgotten(played, crowd)
                        bare[rate] += await theirs.write(count, rate)
                        slash[rate] += await crowd.use(count, rate)
                        await _forgotten(played, crowd)
    figures: list[Figure] = []
    for rate in counts:
        name = f"{rate} commands/s"
        figures += _times(f"$dl, {name}", ours[rate], bare[rate])
        figures += _times(f"/download, {name}", slash[rate])
    return figures


def _times(
    name: str, seconds: Sequence[float], bare: Sequence[float] = ()
) -> list[Figure]:
    median = statistics.median(seconds)
    return [
        Figure(
            name=f"{name}: acknowledged, median",
            value=median * 1000,
            unit="ms",
            baseline=statistics.median(bare) * 1000 if bare else None,
        ),
        Figure(
            name=f"{name}: acknowledged, 99th percentile",
            value=_p99(seconds) * 1000,
            unit="ms",
            goal=ACKNOWLEDGED * 1000,
        ),
        *(
            [
                Figure(
                    name="  the bare bot: 99th percentile",
                    value=_p99(bare) * 1000,
                    unit="ms",
                )
            ]
            if bare
            else []
        ),
    ]


def _p99(seconds: Sequence[float]) -> float:
    """The slowest of a hundred; of fewer, the slowest."""
    return sorted(seconds)[max(0, -(-len(seconds) * 99 // 100) - 1)]


async def _forgotten(played: Played, crowd: Crowd) -> None:
    """End all that waits, until every status message says so: nothing is left to do."""
    client = played.given.queue
    for guild in crowd.guilds:
        await client.clear(guild.id, by="benchmark")
    for one in await client.unfinished():
        await client.cancel(one, by="benchmark")

    def open_() -> list[str]:
        shown = played.discord.world.messages.copy().values()
        mine = (message.content for message in shown if message.author.bot)
        return [text for text in mine if "Cancelled" not in text]

    try:
        await asyncio.to_thread(wait_until, lambda: not open_(), within=120)
    except AssertionError as never:
        raise RuntimeError(f"ends not told: {open_()[:3]}") from never


async def _following(*, quick: bool) -> list[Figure]:
    """The bot's share of a core and its memory, idle and with much to show."""
    seconds = 5 if quick else 60
    with folder() as root, DiscordServer() as discord:
        discord.rate_limits(True)
        async with _played(root, discord, slots=FOLLOWED) as played:
            process = psutil.Process(played.bot.pid)
            await asyncio.sleep(2)
            idle = await _cost(process, min(seconds, 15))
            ids = await _begun(played)
            reporting = asyncio.create_task(_keep_reporting(played.worker, ids))
            await asyncio.sleep(seconds / 4)
            before = len(discord.requests)
            busy = await _cost(process, seconds)
            made = Counter(discord.requests[before:])
            refused = sum(discord.refused.values())
            reporting.cancel()
            with suppress(asyncio.CancelledError):
                await reporting
    edits = sum(count for (method, _), count in made.items() if method == "PATCH")
    what = f"{FOLLOWED} downloads followed in {PLACES} channels"
    return [
        Figure(
            name=f"{what}: PSS of the bot",
            value=busy.memory,
            unit="MB",
            goal=MEMORY_GOAL,
        ),
        Figure(name="  idle", value=idle.memory, unit="MB"),
        Figure(name=f"{what}: CPU", value=busy.cpu, unit="%", goal=CPU_GOAL),
        Figure(name="  idle", value=idle.cpu, unit="%"),
        Figure(name="  edits", value=edits / seconds, unit="/s"),
        Figure(name="  answers 401, 403, 429", value=refused, unit=""),
    ]


@dataclass(frozen=True, slots=True)
class _Cost:
    memory: float
    cpu: float


async def _cost(process: psutil.Process, seconds: float) -> _Cost:
    """The most MB of PSS meanwhile, and % of a core."""
    began, spent = time.perf_counter(), sum(process.cpu_times()[:2])
    memory = 0.0
    while time.perf_counter() - began < seconds:
        await asyncio.sleep(1)
        memory = max(memory, pss(process))
    used = sum(process.cpu_times()[:2]) - spent
    return _Cost(memory, 100 * used / (time.perf_counter() - began))


async def _begun(played: Played) -> list[str]:
    """Downloads of as many members that all fetch."""
    discord, ids = played.discord, []
    places = [discord.add_channel(f"busy{n}") for n in range(PLACES)]
    for number in range(FOLLOWED):
        user = discord.add_user(f"follower{number}")
        link = LINK.replace("1abc2d", f"f{number:05}")
        request = discord.say(user, places[number % PLACES], f"$dl {link}")
        ids.append(download_ids(request.id)[0])
    for one in ids:
        await played.worker.begin(one)

    def shown() -> bool:
        messages = discord.world.messages.copy().values()
        return sum("Downloading" in m.content for m in messages) == FOLLOWED

    await asyncio.to_thread(wait_until, shown, within=120, what="all being shown")
    return ids


async def _keep_reporting(worker: PlayedWorker, ids: Sequence[str]) -> None:
    """Each gets on a little, twice a second."""
    total = 1000 * MB
    done = 0
    while True:
        done = (done + MB // 2) % total
        for one in ids:
            await worker.report(
                one, done=done, total=total, speed=float(MB), name=f"{one}.mp4"
            )
        await asyncio.sleep(0.5)


async def _requests(*, seconds: int) -> list[Figure]:
    """What one download that takes so long costs in requests, by route."""
    size = 6
    with folder() as root, DiscordServer() as discord:
        discord.rate_limits(True)
        with played_sites(root / "sites") as sites:
            settings = {**sites.settings, **discord.environment}
            with deployed(root, **settings) as deployment:
                worker = deployment.start_worker(SHIPPED)
                with _bot(root, discord, **dict(deployment.environment("bot"))):
                    async with deployment.client() as client:
                        await client.hosts(1)
                    made, took = await asyncio.to_thread(
                        _one_download, discord, size, seconds
                    )
                    assert worker.process.poll() is None
    name = f"one download of {took:.0f} s: Discord requests"
    return [
        Figure(name=name, value=sum(made.values()), unit="", goal=REQUESTS),
        *(
            Figure(name=f"  {route}", value=count, unit="")
            for route, count in made.most_common()
        ),
    ]


def _one_download(
    discord: DiscordServer, size: int, seconds: int
) -> tuple[Counter[str], float]:
    link = files.h264_url(size, width=1280, height=720, seconds=seconds)
    before, began = len(discord.requests), time.perf_counter()
    rate = size * MB // seconds
    request = discord.say(discord.member, discord.channel, f"$dl {link}?rate={rate}")

    def ended(message: Message) -> bool:
        mine = message.reply_to == request.id and not message.attachments
        return mine and "omplete" in message.content

    discord.wait(ended, timeout=seconds + 120)
    took = time.perf_counter() - began
    time.sleep(2)  # an edit more would count
    made = Counter(
        f"{method} {re.sub(r'[0-9]{15,}', '{id}', path)}"
        for method, path in discord.requests[before:]
    )
    return made, took
