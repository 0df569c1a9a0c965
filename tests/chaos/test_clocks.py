"""Hosts that disagree about the time: only the server's clock counts."""

from __future__ import annotations

import pytest

from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment, kill_all, pool_children

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

SKEWED = "tests.world.skewed_worker"
TWO_HOURS = 7200


@pytest.mark.parametrize("skew", [TWO_HOURS, -TWO_HOURS])
async def test_one_host_is_two_hours_off(deployment: Deployment, skew: int) -> None:
    """It works like any other: retries, leases, crashes and temp scans alike."""
    off = deployment.start_worker(SKEWED, storage="off", SKEW_SECONDS=str(skew))
    right = deployment.start_worker(EMPTY, storage="right")
    deployment.start_beat()
    async with deployment.client() as client:
        await client.hosts(2)
        accepted = Accepted(
            deployment=deployment, client=client, storages=("off", "right")
        )
        await accepted.ask("validate=flaky:3&transcode=flaky:1", number=4)
        await accepted.ask("fetch=sleep:4&upload=sleep:2", number=4)
        long = await accepted.ask("validate=sleep:5", number=2)
        for one in long:
            await client.until_stage(one, "validate")
        kill_all(pool_children(off) + pool_children(right))
        records = await accepted.settled()
        assert len({record.host for record in records}) == 2
        for record in records:
            assert record.ended is not None
            assert record.created <= record.ended < record.created + 60
