"""A whole deployment on loopback: a server that keeps its data, workers, and a client.

Everything is real; workers are processes with storage roots of their own.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import psutil

from bossbot.adapters.embedded import EmbeddedServer
from bossbot.adapters.ledger import live_hosts
from bossbot.bootstrap import QueueClient, connected
from bossbot.models import DirectoryTarget, DownloadRecord
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import new_download_id
from bossbot.settings import Settings
from tests.world.processes import Child, clean_environment, wait_until
from tests.world.requests import a_request

EMPTY = "tests.world.empty_worker"
REAL = "tasks"


class Deployment:
    """Starts what a test asks for and ends all of it.

    Attributes:
        root: The directory of everything; `out` below it is where files are delivered.
        redis_url: A server that is there already; one of our own where None.
        settings: Environment variables of all workers.
    """

    def __init__(
        self, root: Path, *, redis_url: str | None = None, **settings: str
    ) -> None:
        self._redis_url = redis_url
        self.root = root
        self.out = root / "out"
        self.settings = settings
        self.server = EmbeddedServer(data_dir=root / "redis")
        self.workers: list[Child] = []
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        if self._redis_url is None:
            self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()
        self.server.stop()

    @property
    def url(self) -> str:
        """The server's, as redis-py spells it."""
        return self._redis_url or self.server.url

    def environment(self, storage: str = "a") -> Mapping[str, str]:
        """What a process of this deployment gets."""
        return clean_environment(
            REDIS_URL=self.url,
            BOSS_BOT_STORAGE_ROOT=str(self.root / storage),
            **self.settings,
        )

    def start_worker(
        self,
        app: str = REAL,
        *,
        storage: str = "a",
        queues: Sequence[str] = (),
        within: Sequence[str] = (),
        **settings: str,
    ) -> Child:
        """One worker process beside the storage root of that name.

        Args:
            app: Whose tasks.
            storage: The storage root's name.
            queues: What it reads, for an app that doesn't choose by itself.
            within: A command that runs it.
            settings: Environment variables of this one alone.
        """
        worker = Child(
            *within,
            *(sys.executable, "-m", "celery", "-A", app, "worker"),
            *("--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "-n", f"w{next(self._numbers)}"),
            *(("-Q", ",".join(queues)) if queues else ()),
            environment={**self.environment(storage), **settings},
            log=self.root / "worker.log",
        )
        self.workers.append(worker)
        return worker

    def start_beat(self, app: str = REAL) -> Child:
        """The schedules' clock; one of its own each time."""
        schedule = f"beat-schedule{next(self._numbers)}"
        beat = Child.python(
            *("-m", "celery", "-A", app, "beat", "--loglevel", "INFO"),
            *("--schedule", str(self.root / schedule)),
            environment=self.environment(),
            log=self.root / "beat.log",
        )
        self.workers.append(beat)
        return beat

    def start_bot(self) -> Child:
        """The bot as a process; the settings say where Discord is."""
        bot = Child.python(
            *("-m", "bossbot", "bot"),
            environment=self.environment(),
            log=self.root / "bot.log",
        )
        self.workers.append(bot)
        return bot

    def temps(self, storage: str = "a") -> list[str]:
        """What lies in a host's temp directory."""
        folder = self.root / storage / "temp"
        if not folder.is_dir():
            return []
        return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))

    def delivered(self) -> list[str]:
        """The names of all files delivered."""
        return sorted(p.name for p in self.out.iterdir()) if self.out.is_dir() else []

    def kill_server(self) -> None:
        """SIGKILL our server in the middle of whatever it does."""
        assert self.server.pid is not None
        top = psutil.Process(self.server.pid)
        kill_all([*top.children(), top])
        wait_until(lambda: not self.server.alive(), what="the server's end")

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """The queue, with the reconciler ticking."""
        limit = self.settings.get("BOSS_BOT_MAX_CONCURRENT_DOWNLOADS", "5")
        settings = Settings.load(
            redis_url=self.url, max_concurrent_downloads=int(limit)
        )
        async with connected(settings) as queue:
            yield Client(queue, self.out)


class Client:
    """What tests do with the queue."""

    def __init__(self, queue: QueueClient, out: Path) -> None:
        self.queue = queue
        self._out = out

    async def hosts(self, count: int) -> None:
        """Wait until so many hosts are alive."""
        async with asyncio.timeout(60):
            while len(await live_hosts(self.queue.client)) < count:
                await asyncio.sleep(0.1)

    async def ask(
        self, url: str, *, download_id: str | None = None, **changes: Any
    ) -> str:
        """Enqueue a link, delivered into the directory; shared with no other one."""
        download_id = download_id or new_download_id()
        target = DirectoryTarget(path=str(self._out))
        asked = {"canonical": f"{url}#{download_id}", "target": target} | changes
        await self.queue.enqueue(download_id, a_request(url=url, **asked))
        return download_id

    async def cancel(self, download_id: str) -> None:
        """Cancel it, as its requester does."""
        await self.queue.cancel(download_id, by="member")

    async def get(self, download_id: str) -> DownloadRecord:
        """The record, which must be there; a Redis that is away is waited for."""
        async with asyncio.timeout(30):
            while True:
                try:
                    record = await self.queue.record(download_id)
                except LedgerAwayError:
                    await asyncio.sleep(0.1)
                    continue
                assert record is not None
                return record

    async def until_stage(self, download_id: str, stage: str) -> DownloadRecord:
        """Wait until a stage runs."""
        async with asyncio.timeout(60):
            while True:
                record = await self.get(download_id)
                if record.stage == stage and record.owner:
                    return record
                await asyncio.sleep(0.02)

    async def until_cleaned(
        self, download_id: str, *, within: float = 60
    ) -> DownloadRecord:
        """Wait for the very end."""
        async with asyncio.timeout(within):
            while True:
                record = await self.get(download_id)
                if record.cleaned:
                    return record
                await asyncio.sleep(0.05)


def pool_children(worker: Child) -> list[psutil.Process]:
    """The worker's pool processes: its children that run the same program."""
    children = psutil.Process(worker.pid).children()
    return [child for child in children if not is_zygote(child)]


def zygote(worker: Child) -> psutil.Process:
    """The zygote beside a worker."""
    children = psutil.Process(worker.pid).children()
    return next(child for child in children if is_zygote(child))


def is_zygote(process: psutil.Process) -> bool:
    """Whether this is the sandbox's program (or one of its jobs)."""
    try:
        return "bossbot.sandbox" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def kill_all(processes: list[psutil.Process]) -> None:
    """SIGKILL each, whatever it does."""
    for process in processes:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
