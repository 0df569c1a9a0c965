"""A worker that does nothing, played stage by stage."""

from __future__ import annotations

from bossbot.adapters.ledger import Desk, Heart, Sending, Stages
from bossbot.models import STAGES, DownloadRecord, JobReference
from bossbot.pipeline.ports import Outcome
from tests.integration.ledger.client import Ledger


class Play:
    """One host with two slots, and what runs there."""

    def __init__(
        self, *, ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, url: str
    ) -> None:
        self.url = url
        self.ledger, self.desk, self.stages, self.heart = ledger, desk, stages, heart

    async def admit(self) -> list[Sending]:
        self.heart.beat(free=1, total=2, zygote=True)
        return await self.desk.admit()

    def another_host(self) -> None:
        """A second host with two slots says that it lives."""
        heart = Heart(self.url, disk_id="disk-b", worker="w2", slots=2)
        heart.beat(free=1, total=2, zygote=True)
        heart.close()

    async def one(self) -> Sending:
        (sending,) = await self.admit()
        return sending

    async def execute(
        self, ref: JobReference, stage: str, outcome: Outcome | None = None
    ) -> JobReference | None:
        await self.stages.begin(ref, stage, f"me.{stage}")
        return await self.stages.finish(ref, stage, f"me.{stage}", outcome or Outcome())

    async def complete(self, sending: Sending, **outcomes: Outcome) -> None:
        """From where it stands to the end."""
        for stage in STAGES[STAGES.index(sending.stage) :]:
            await self.execute(sending.ref, stage, outcomes.get(stage))

    async def seen(self, download_id: str) -> DownloadRecord:
        """As its requester sees it."""
        record = await self.ledger.record(download_id)
        assert record is not None
        return record
