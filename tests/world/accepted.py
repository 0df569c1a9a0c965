"""Downloads that were accepted, and what must hold of each when all is over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.models import ENDED, STAGES, DownloadRecord, State
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import new_download_id
from tests.integration.ledger.inspection import check, look
from tests.world.deployment import Client, Deployment
from tests.world.notes import posted
from tests.world.processes import wait_until

SHORT = "&".join(f"{stage}=sleep:0.2" for stage in STAGES)


@dataclass(kw_only=True)
class Accepted:
    """What a test asked of empty workers (`tests.world.empty_worker`).

    Attributes:
        storages: The names of the storage roots of all hosts that are still there.
    """

    deployment: Deployment
    client: Client
    storages: Collection[str] = ("a",)
    ids: list[str] = field(default_factory=list)

    async def ask(self, orders: str = SHORT, *, number: int = 1) -> list[str]:
        """Ask for so many downloads with these orders; each of them posts a note.

        Where nobody can tell whether an id was taken in, it is asked for again.
        """
        asked = [new_download_id() for _ in range(number)]
        for download_id in asked:
            url = f"https://empty.example/{len(self.ids)}?{orders}&upload=post"
            self.ids.append(download_id)
            async with asyncio.timeout(60):
                while not await self._taken(url, download_id):
                    await asyncio.sleep(0.1)
        return asked

    async def _taken(self, url: str, download_id: str) -> bool:
        try:
            await self.client.ask(url, download_id=download_id)
        except LedgerAwayError:
            return False
        return True

    async def one_in_each_stage(self, seconds: float = 4) -> list[str]:
        """Five downloads, each of which is in another stage just now."""
        ids = []
        for stage in STAGES:
            ids += await self.ask(f"{stage}=sleep:{seconds}")
        for download_id, stage in zip(ids, STAGES, strict=True):
            await self.client.until_stage(download_id, stage)
        return ids

    async def settled(
        self,
        *,
        within: float = 120,
        states: Collection[State] = (State.COMPLETED,),
        uncleaned: Collection[str] = (),
    ) -> Sequence[DownloadRecord]:
        """All have ended in one of these states, posted once, with nothing left.

        Args:
            within: Seconds for all of them together.
            states: How a download may end here.
            uncleaned: Those whose files went down with their host.
        """
        records = []
        async with asyncio.timeout(within):
            for one in self.ids:
                if one in uncleaned:
                    records.append(await self.client.get(one))
                else:
                    records.append(await self.client.until_cleaned(one, within=within))
        assert {record.state for record in records} <= set(states)
        made = Counter(r.id for r in records if r.state is State.COMPLETED)
        times = posted(self.deployment.out)
        assert made <= times
        assert not {one: n for one, n in times.items() if n > 1}
        if not uncleaned:
            await nothing_under_way(self.client.queue.client)
        await self._no_temps()
        return records

    async def _no_temps(self) -> None:
        def gone() -> bool:
            return not any(self.deployment.temps(name) for name in self.storages)

        await asyncio.to_thread(wait_until, gone, what="the end of all temp files")


async def come_due(redis: Redis, ids: Collection[str]) -> None:
    """Let the wait of these delayed downloads be over, as after minutes."""
    await redis.zadd(f"{PREFIX}due", dict.fromkeys(ids, 1), xx=True)


async def nothing_under_way(redis: Redis) -> None:
    """Every download has ended, and no list, slot or counter says otherwise."""
    found = await look(redis)
    check(found)
    assert found.ids(*ENDED) == set(found.records)
