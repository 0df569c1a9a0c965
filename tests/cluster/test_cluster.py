"""Several worker hosts, none of which sees another one's disk."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from pytest_celery import CeleryTestSetup

from bossbot.models import STAGES, State
from tests.cluster.conftest import AddHost
from tests.world.accepted import SHORT, Accepted

pytestmark = pytest.mark.timeout(180)


def begun(setup: CeleryTestSetup) -> dict[str, Counter[str]]:
    """How many stages of each download every host has begun, as their logs tell."""
    assert setup.worker_cluster is not None
    return {
        node.name(): Counter(
            json.loads(line)["download"]
            for line in node.logs().splitlines()
            if '"stage began"' in line
        )
        for node in setup.worker_cluster
    }


@pytest.mark.e2e
async def test_hosts_share_the_work_and_a_new_one_takes_some(
    celery_setup: CeleryTestSetup, accepted: Accepted, add_host: AddHost
) -> None:
    """All five stages of each download run where its files are."""
    assert celery_setup.ready(control=True)
    await accepted.client.hosts(2)
    ids = await accepted.ask(SHORT, number=10)
    await accepted.settled()
    a, b = begun(celery_setup).values()
    assert a + b == Counter(dict.fromkeys(ids, len(STAGES)))
    assert not a & b
    assert min(len(a), len(b)) >= 3

    long = await accepted.ask("fetch=sleep:60", number=6)  # in every slot there is
    waiting = await accepted.ask(SHORT, number=2)
    third = add_host("c")
    for one in waiting:
        await accepted.client.until_cleaned(one)
        assert third.logs().count(one) >= len(STAGES)
    for one in long:
        await accepted.client.cancel(one)
    accepted.storages = ["a", "b", "c"]
    await accepted.settled(states={State.COMPLETED, State.CANCELLED})


@pytest.mark.chaos
async def test_a_killed_hosts_work_moves_and_the_host_comes_back(
    celery_setup: CeleryTestSetup, accepted: Accepted
) -> None:
    """Its downloads end elsewhere; restarted beside its disk it takes new ones."""
    assert celery_setup.worker_cluster is not None
    killed, other = celery_setup.worker_cluster
    await accepted.client.hosts(2)
    ids = await accepted.ask("transcode=sleep:2", number=6)
    for one in ids:
        await accepted.client.until_stage(one, "transcode")
    on_it = set(begun(celery_setup)[killed.name()])
    assert len(on_it) == 3
    killed.kill()
    for one in on_it:
        record = await accepted.client.until_cleaned(one)
        assert (record.crashes, record.attempt) == (1, 2)
        assert other.logs().count(one) >= len(STAGES)
    killed.restart()
    await accepted.client.hosts(2)
    new = await accepted.ask("fetch=sleep:1", number=6)
    accepted.storages = ["b"]  # what lies on the other one, its temp scan finds
    await accepted.settled()
    assert set(begun(celery_setup)[killed.name()]) & set(new)
