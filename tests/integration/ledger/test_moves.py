"""Every move from state to state that there is, made once on purpose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Stages
from bossbot.errors import DiskFullError, NotFoundError
from bossbot.models import CLEANUP, ENDED, FETCH, STAGES, UPLOAD, JobReference
from bossbot.pipeline.ports import Outcome
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.moves import MOVES, moves
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

ID: Final = "download1"
JOINED: Final = "download2"
HALF: Final = "admit half lose"
"""Queued again for the one who joined late, when the first one has got it."""
LIVES: Final = {
    "completes": "admit complete",
    "fails": "admit begin fail",
    "waits and completes": "admit begin later due admit complete",
    "is cancelled while waiting": "cancel",
    "is cancelled before it begins": "admit cancel",
    "is cancelled while it runs": "admit begin cancel",
    "is cancelled while it is delayed": "admit begin later cancel",
    "is cancelled while it is paused": "pause cancel",
    "is lost while it runs": "admit begin lose admit complete",
    "is lost before it begins": "admit lose admit complete",
    "is lost too often": "admit begin lose " * 6,
    "is never begun": ("admit " + "miss " * 4) * 6,
    "is paused while waiting": "pause resume admit complete",
    "is paused before it begins": "admit pause resume admit complete",
    "is paused while it fetches": "admit begin pause resume admit complete",
    "is paused while it is delayed": "admit begin later pause resume",
    "loses the only host it may run on": "forget",
    "is released": "admit begin release admit complete",
    "fails and is tried again": "admit begin fail again admit complete",
    "is left by one of two": "join admit leave complete",
    "is left by the first of two": "join admit begin cancel complete",
    "is for one who joined late": f"{HALF} admit rest",
    "is left while it waits for the second": f"{HALF} leave",
    "is left before it begins for the second": f"{HALF} admit leave",
    "is left while it runs for the second": f"{HALF} admit begin leave",
    "is left while it is delayed for the second": f"{HALF} admit begin later leave",
    "is left while it is paused for the second": f"{HALF} pause leave",
    "fails for the second only": f"{HALF} admit begin fail clean again2 admit rest",
    "fails for two, and one gives up": "join admit begin fail again cancel again2",
}


class Life:
    """One download, and what may happen to it."""

    def __init__(
        self, *, ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
    ) -> None:
        self.ledger, self.desk, self.stages = ledger, desk, stages
        self.heart, self.client = heart, client
        self.ref: JobReference | None = None
        self.stage = FETCH

    @property
    def token(self) -> tuple[JobReference, str, str]:
        """Of the execution of the stage that runs."""
        assert self.ref is not None
        return self.ref, self.stage, "me"

    async def admit(self) -> None:
        self.heart.beat(free=1, total=2, zygote=True)
        (sending,) = await self.desk.admit()
        self.ref, self.stage = sending.ref, sending.stage

    async def join(self) -> None:
        taken = await self.ledger.enqueue(JOINED, a_request(user="other"))
        assert taken.joined

    async def half(self) -> None:
        """Somebody joins while it is uploaded."""
        for stage in STAGES[:3]:
            await self.execute(stage)
        ref, _, owner = self.token
        await self.stages.begin(ref, UPLOAD, owner)
        await self.join()
        self.ref = await self.stages.finish(ref, UPLOAD, owner, Outcome())
        assert self.ref is not None

    async def execute(self, stage: str) -> None:
        ref, _, owner = self.token
        await self.stages.begin(ref, stage, owner)
        assert await self.stages.finish(ref, stage, owner, Outcome()) is None

    async def begin(self) -> None:
        await self.stages.begin(*self.token)

    async def complete(self) -> None:
        for stage in STAGES:
            await self.execute(stage)

    async def rest(self) -> None:
        for stage in STAGES[STAGES.index(self.stage) :]:
            await self.execute(stage)

    async def fail(self) -> None:
        await self.stages.fail(*self.token, NotFoundError())

    async def later(self) -> None:
        error = DiskFullError()
        await self.stages.retry(*self.token, delay=60, error=error, soon=False)

    async def due(self) -> None:
        await pass_time(self.client, 61)
        await self.desk.reconcile()

    async def cancel(self) -> None:
        await self.ledger.cancel(ID, by="someone")

    async def clean(self) -> None:
        await self.execute(CLEANUP)

    async def leave(self) -> None:
        await self.ledger.cancel(JOINED, by="other")

    async def pause(self) -> None:
        await self.ledger.pause(ID if await self.is_owed(ID) else JOINED)

    async def is_owed(self, download_id: str) -> bool:
        record = await self.ledger.record(download_id)
        assert record is not None
        return record.state not in ENDED

    async def resume(self) -> None:
        await self.ledger.resume(ID)

    async def release(self) -> None:
        await self.stages.release(*self.token)

    async def again(self) -> None:
        await self.ledger.retry(ID)

    async def again2(self) -> None:
        await self.ledger.retry(JOINED)

    async def miss(self) -> None:
        """Its host lives, and doesn't begin."""
        await self.desk.reconcile()
        for _ in range(3):
            await pass_time(self.client, 4)
            self.heart.beat(free=1, total=2, zygote=True)
            await self.desk.reconcile()

    async def forget(self) -> None:
        """Its host is gone for more than a day."""
        self.heart.beat(free=1, total=2, zygote=True)
        self.heart.stop()
        await pass_time(self.client, 90_000)
        await self.desk.reconcile()

    async def lose(self) -> None:
        """Its host dies; the reconciler, held for a lease by the gap, looks twice."""
        await pass_time(self.client, 9)
        await self.desk.reconcile()
        await pass_time(self.client, 9)
        await self.desk.reconcile()


@pytest.fixture
def life(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> Life:
    return Life(ledger=ledger, desk=desk, stages=stages, heart=heart, client=client)


@pytest.mark.parametrize("acts", LIVES.values(), ids=LIVES)
async def test_a_life(life: Life, acts: str) -> None:
    """Each step is a move that may be made, and leaves the lists in order."""
    pin = "disk-a" if "forget" in acts else None
    await life.ledger.enqueue(ID, a_request(pin=pin))
    for act in acts.split():
        step: Callable[[], Awaitable[None]] = getattr(life, act)
        await step()
        check(await look(life.client))


async def test_together_they_make_every_move(life: Life) -> None:
    """The table promises no move that no script makes."""
    made: set[tuple[str, str]] = set()
    for acts in LIVES.values():
        await life.client.flushall()
        await test_a_life(life, acts)
        made |= moves((await look(life.client)).events)
    assert made == MOVES
