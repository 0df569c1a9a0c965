"""An old and a new version side by side, as during a deploy."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Stages, hosts, intake
from bossbot.models import SCHEMA
from bossbot.pipeline.ports import Stale
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ID = "download1"
NEWER = SCHEMA + 1


def beat(url: str, disk: str, worker: str = "w") -> None:
    heart = Heart(url, disk_id=disk, worker=worker, slots=2)
    heart.beat(free=1, total=2, zygote=True)
    heart.close()


async def test_what_a_newer_version_wrote_waits_for_a_newer_worker(
    monkeypatch: pytest.MonkeyPatch,
    ledger: Ledger,
    desk: Desk,
    client: Redis,
    ledger_server: str,
) -> None:
    """Older ones are free all the time, and take what they understand."""
    beat(ledger_server, "disk-old")
    monkeypatch.setattr(intake, "SCHEMA", NEWER)
    await ledger.enqueue(ID, a_request())
    monkeypatch.undo()
    await ledger.enqueue("download2", a_request(canonical="2"))
    (sending,) = await desk.admit()
    assert sending.ref.id == "download2"
    check(await look(client))
    monkeypatch.setattr(hosts, "SCHEMA", NEWER)
    beat(ledger_server, "disk-new")
    (sending,) = await desk.admit()
    assert (sending.ref.id, sending.ref.host) == (ID, "disk-new")


async def test_a_disk_speaks_as_its_oldest_worker_does(
    monkeypatch: pytest.MonkeyPatch, ledger: Ledger, desk: Desk, ledger_server: str
) -> None:
    """Either of two workers beside one disk may take the next message."""
    beat(ledger_server, "disk-a", "old")
    monkeypatch.setattr(hosts, "SCHEMA", NEWER)
    beat(ledger_server, "disk-a", "new")
    monkeypatch.setattr(intake, "SCHEMA", NEWER)
    await ledger.enqueue(ID, a_request())
    assert await desk.admit() == []


async def test_an_older_worker_leaves_a_newer_message_alone(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """Whatever brought it there: the deadline passes, and it is sent again."""
    await ledger.enqueue(ID, a_request())
    (sending,) = await desk.admit()
    newer = sending.ref.model_copy(update={"schema_number": NEWER})
    with pytest.raises(Stale):
        await stages.begin(newer, "fetch", "me")
