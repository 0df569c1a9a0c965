"""A download that found no room waits for it without holding any."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.errors import BossBotError, DiskFullError, NetworkError
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome
from bossbot.pipeline.room import giving_way
from tests.unit.pipeline.test_cleanup import Kept
from tests.world.jobs import a_job

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("error", "calls"), [(DiskFullError(), ["drop"]), (NetworkError(), [])]
)
async def test_only_a_full_disk_costs_what_is_there(
    error: BossBotError, calls: list[str]
) -> None:
    """Partial files are for resuming, unless they are what fills the disk."""

    async def work(job: Job) -> Outcome:
        raise error

    kept = Kept()
    with pytest.raises(type(error)):
        await giving_way(a_job(Path("temp")), work=work, kept=kept)
    assert kept.calls == calls
