"""The worker dies, or freezes, at the very moment of posting: each post stands once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.models import State
from bossbot.pipeline.posting import RECOGNISED
from tests.world.deployment import Client, kill_all, pool_children
from tests.world.discord.state import Channel
from tests.world.scene import Scene
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Case:
    """When it is interrupted, and what is known afterwards.

    Attributes:
        done: Whether Discord had taken the message.
        old: Whether so much time passes that Discord forgets the nonce.
        readable: Whether the channel's history may be read.
    """

    done: bool
    old: bool = False
    readable: bool = True


CASES = [
    Case(done=False),
    Case(done=True),
    Case(done=False, old=True),
    Case(done=True, old=True),
    Case(done=True, old=True, readable=False),
]


@dataclass
class Barrier:
    """Holds all posts until the last one has come, then lets something happen."""

    expected: int
    arrived: int = 0
    happened: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> None:
        self.arrived += 1
        await self.happened.wait()

    async def all_here(self) -> None:
        async with asyncio.timeout(60):
            while self.arrived < self.expected:
                await asyncio.sleep(0.02)


@dataclass
class Posting:
    """Five downloads whose posts Discord holds at this moment."""

    scene: Scene
    client: Client
    ids: dict[Case, str]
    channels: dict[Case, Channel]
    barrier: Barrier

    async def cut(self, kill: Callable[[], None]) -> None:
        """Something dies; then the connections break, and for some time passes."""
        kill()
        loop = self.scene.discord._loop
        loop.call_soon_threadsafe(self.barrier.happened.set)
        for case, download_id in self.ids.items():
            self.channels[case].forbidden.clear()
            if not case.readable:
                self.channels[case].forbidden.add("history")
            if case.old:
                await self._age(download_id)

    async def _age(self, download_id: str) -> None:
        record = f"{PREFIX}download:{download_id}"
        redis = self.client.queue.client
        post = json.loads(str(await redis.hget(record, "post:0.0.0")))
        post["at"] -= RECOGNISED + 1
        await redis.hset(record, "post:0.0.0", json.dumps(post))
        for message in self.scene.posts(download_id):
            message.nonce = None

    async def check(self) -> None:
        """All stand there once; where nobody can tell, it says so, posted once too."""
        for case, download_id in self.ids.items():
            record = await self.client.until_cleaned(download_id, within=120)
            assert len(self.scene.posts(download_id)) == 1, case
            if case.readable or not case.old:
                assert (record.state, record.error) == (State.COMPLETED, None), case
                [message] = record.posts["0.0.0"].messages
                assert message == self.scene.posts(download_id)[0].id
            else:
                assert record.error is not None
                assert record.error.data == {"reason": "unclear"}
        assert self.scene.deployment.temps() == []


@pytest.fixture
async def posting(scene: Scene) -> AsyncIterator[Posting]:
    discord = scene.discord
    barrier = Barrier(len(CASES))
    async with scene.deployment.client() as client:
        await client.hosts(1)
        ids, channels = {}, {}
        for number, case in enumerate(CASES):
            channels[case] = discord.add_channel(f"channel{number}")
            path = f"/channels/{channels[case].id}/messages"
            discord.faults.interrupt(barrier, done=case.done, path=path)
            url = files.jpeg_url(200 + number, 100)
            ids[case] = await scene.ask(client, url, channels[case])
        await barrier.all_here()
        yield Posting(scene, client, ids, channels, barrier)


async def test_pool_children_die(posting: Posting) -> None:
    """The lease of each runs out; the next execution finds what was posted."""
    worker = posting.scene.worker
    await posting.cut(lambda: kill_all(pool_children(worker)))
    await posting.check()


async def test_the_worker_dies(posting: Posting) -> None:
    """The same after a restart, from the record alone."""
    await posting.cut(posting.scene.worker.kill)
    posting.scene.restart_worker()
    await posting.check()


async def test_pool_children_freeze_and_wake_up_late(posting: Posting) -> None:
    """Others took over meanwhile; the ones that wake up do no harm any more."""
    frozen = pool_children(posting.scene.worker)
    for child in frozen:
        os.kill(child.pid, signal.SIGSTOP)
    await asyncio.sleep(14)  # beyond lease and reconciler
    for child in frozen:
        os.kill(child.pid, signal.SIGCONT)
    await posting.cut(lambda: None)
    await posting.check()
