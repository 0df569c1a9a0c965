"""Every move from state to state that there is, made once on purpose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Stages
from bossbot.errors import DiskFullError, NotFoundError
from bossbot.models import FETCH, STAGES, JobReference
from bossbot.pipeline.ports import Outcome
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.moves import MOVES, moves
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

ID: Final = "download1"
LIVES: Final = {
    "completes": "admit complete",
    "fails": "admit begin fail",
    "waits and completes": "admit begin later due admit complete",
    "is cancelled while waiting": "cancel",
    "is cancelled before it begins": "admit cancel",
    "is cancelled while it runs": "admit begin cancel",
    "is cancelled while it is delayed": "admit begin later cancel",
    "is lost while it runs": "admit begin lose admit complete",
    "is lost before it begins": "admit lose admit complete",
    "is lost too often": "admit lose " * 6,
}


class Life:
    """One download, and what may happen to it."""

    def __init__(
        self, *, ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
    ) -> None:
        self.ledger, self.desk, self.stages = ledger, desk, stages
        self.heart, self.client = heart, client
        self.ref: JobReference | None = None

    @property
    def token(self) -> tuple[JobReference, str, str]:
        """Of the execution of the first stage."""
        assert self.ref is not None
        return self.ref, FETCH, "me"

    async def admit(self) -> None:
        self.heart.beat(free=1, total=2, zygote=True)
        (sending,) = await self.desk.admit()
        self.ref = sending.ref

    async def begin(self) -> None:
        await self.stages.begin(*self.token)

    async def complete(self) -> None:
        ref, _, owner = self.token
        for stage in STAGES:
            await self.stages.begin(ref, stage, owner)
            await self.stages.finish(ref, stage, owner, Outcome())

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
    await life.ledger.enqueue(ID, a_request())
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
