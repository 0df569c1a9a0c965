"""Many small downloads on two hosts, with a worker killed every few seconds.

Everything is real but the sites and Discord: fetched through the guard, examined,
converted, posted. Killed is whichever worker luck picks, with SIGKILL; another one is
started beside its disk at once. How often one download may meet that is not limited.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

from bossbot.bootstrap import QueueClient, connected
from bossbot.models import DiscordTarget, State
from bossbot.queue import timing
from bossbot.queue.names import new_download_id
from bossbot.settings import Settings
from tests.benchmarks.contenders import played_sites
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import MB, SHIPPED, deployed, folder
from tests.world.deployment import Client, Deployment
from tests.world.discord import DiscordServer
from tests.world.processes import Child
from tests.world.requests import a_request
from tests.world.siteplayer.sites import files

HOSTS = ("a", "b")
SLOTS = 5
SIDE = 28
"""Pixels of a picture of 1 kB."""
PAUSE = (4.0, 8.0)
"""Seconds between two kills."""
PATIENCE = 1800
"""Seconds after which what has not ended counts as lost."""
ENDS = frozenset({"completed", "failed", "cancelled"})


@dataclass(slots=True)
class Told:
    """What the stream of events said, by download."""

    ends: Counter[str] = field(default_factory=Counter)
    cleaned: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)

    async def listen(self, queue: QueueClient, count: int) -> None:
        """Until so many are cleaned up."""
        async for event in queue.events("0-0"):
            self.ends[event.id] += event.kind in ENDS
            self.cleaned[event.id] += event.kind == "cleaned"
            self.crashes[event.id] += event.kind == "crashed"
            if sum(times > 0 for times in self.cleaned.values()) == count:
                return


@contextmanager
def _no_limit() -> Iterator[None]:
    """Let the reconciler here, which is the only one, give nothing up."""
    usual = timing.MAX_CRASHES
    timing.__dict__["MAX_CRASHES"] = 1_000
    try:
        yield
    finally:
        timing.__dict__["MAX_CRASHES"] = usual


@contextmanager
def _quiet() -> Iterator[None]:
    """Connections that break in the middle of a post are what this is about."""
    log = logging.getLogger("aiohttp.server")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


@asynccontextmanager
async def _client(deployment: Deployment) -> AsyncIterator[Client]:
    """As `Deployment.client`, with room for all of them."""
    settings = Settings.load(
        redis_url=deployment.url,
        max_queue_size=1_000_000,
        max_concurrent_downloads=SLOTS * len(HOSTS),
    )
    async with connected(settings) as queue:
        yield Client(queue, deployment.out)


async def _ask(queue: QueueClient, discord: DiscordServer) -> str:
    """One picture of 1 kB, to be posted as a reply."""
    id_ = new_download_id()
    url = files.jpeg_url(SIDE, SIDE, id_)
    message = discord.say(discord.member, discord.channel, f"$dl {url}")
    target = DiscordTarget(
        guild_id=discord.guild.id,
        channel_id=discord.channel.id,
        request_message_id=message.id,
        upload_limit=20 * MB,
    )
    user = discord.member.id
    request = a_request(url=url, canonical=url, target=target, user=user)
    await queue.enqueue(id_, request)
    return id_


class Killer:
    """Ends one worker after another."""

    def __init__(self, deployment: Deployment) -> None:
        self.kills = 0
        self._deployment = deployment
        self._workers = {name: self._start(name) for name in HOSTS}

    def _start(self, name: str) -> Child:
        return self._deployment.start_worker(SHIPPED, storage=name)

    async def rage(self) -> None:
        """For as long as nobody stops it."""
        while True:
            await asyncio.sleep(random.uniform(*PAUSE))
            name = random.choice(HOSTS)
            self._workers[name].kill()
            self._workers[name] = self._start(name)
            self.kills += 1


def _posts(discord: DiscordServer, ids: list[str]) -> Counter[str]:
    """How many messages hold a file of each."""
    names = [file.filename for post in discord.posts() for file in post.attachments]
    return Counter(id_ for id_ in ids for name in names if id_ in name)


async def _lost(
    queue: QueueClient, ids: list[str], posts: Counter[str]
) -> Counter[str]:
    """Why so many did not come to a good end, or stand nowhere."""
    lost: Counter[str] = Counter()
    for id_ in ids:
        record = await queue.record(id_)
        if record is None:
            lost["no record"] += 1
        elif record.state is not State.COMPLETED or not record.cleaned:
            lost[record.error.code if record.error else record.state] += 1
        elif not posts[id_]:
            lost["not posted"] += 1
    return lost


async def measure(*, quick: bool) -> list[Figure]:
    """What was lost, ended or posted more than once; how long it took."""
    count = 60 if quick else 1_000
    told = Told()
    with (
        folder() as root,
        played_sites(root / "sites") as sites,
        DiscordServer() as discord,
        _no_limit(),
        _quiet(),
        deployed(
            root,
            **sites.settings,
            **discord.environment,
            BOSS_BOT_WORKER_SLOTS=str(SLOTS),
            BOSS_BOT_MAX_CONCURRENT_DOWNLOADS=str(SLOTS * len(HOSTS)),
        ) as deployment,
    ):
        killer = Killer(deployment)
        async with _client(deployment) as client:
            await client.hosts(len(HOSTS))
            began = time.perf_counter()
            raging = asyncio.create_task(killer.rage())
            ids = [await _ask(client.queue, discord) for _ in range(count)]
            with suppress(TimeoutError):
                async with asyncio.timeout(300 if quick else PATIENCE):
                    await told.listen(client.queue, count)
            seconds = time.perf_counter() - began
            raging.cancel()
            posts = _posts(discord, ids)
            lost = await _lost(client.queue, ids, posts)
            left = sum(len(deployment.temps(name)) for name in HOSTS)
    what = f"{count} × 1 kB on {len(HOSTS)} hosts, {killer.kills} kills"
    doubled = sum(told.ends[i] > 1 or told.cleaned[i] > 1 for i in ids)
    twice = sum(posts[i] > 1 for i in ids)
    return [
        Figure(
            name=f"{what}: lost{''.join(f', {n} {why}' for why, n in lost.items())}",
            value=lost.total(),
            unit="",
            goal=0,
        ),
        Figure(name=f"{what}: ended twice", value=doubled, unit="", goal=0),
        Figure(name=f"{what}: posted twice", value=twice, unit="", goal=0),
        Figure(name="  time", value=seconds, unit="s"),
        Figure(
            name="  crashes per download",
            value=told.crashes.total() / count,
            unit="",
        ),
        Figure(name="  most crashes of one", value=max(told.crashes.values()), unit=""),
        Figure(name="  temp directories left for the scan", value=left, unit=""),
    ]
