"""Many downloads at one look, as the status messages need them."""

from __future__ import annotations

from typing import Any

import pytest
from redis.asyncio import Redis

from bossbot.models import FETCH, Progress, State
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration


async def test_each_as_it_stands_for_who_asked(play: Play) -> None:
    """Its own, a joined one under its own id, and nothing of an id nobody has."""
    await play.ledger.enqueue("running1", a_request(canonical="1", user="one"))
    await play.ledger.enqueue("joined12", a_request(canonical="1", user="two"))
    (sent,) = await play.admit()
    await play.stages.begin(sent.ref, FETCH, "me")
    await play.stages.report(sent.ref, Progress(stage=FETCH, done=7))
    await play.ledger.set_status_message("joined12", "77")
    await play.ledger.enqueue("waiting1", a_request(canonical="2", at_once=1))
    await play.ledger.enqueue("waiting2", a_request(canonical="3", at_once=1))
    asked = ["joined12", "running1", "waiting2", "waiting1", "nobody12", "not an id"]
    seen = await play.ledger.looks([*asked, "waiting1"])
    assert set(seen) == {"joined12", "running1", "waiting1", "waiting2"}
    for name, look in seen.items():
        assert look.record == await play.ledger.record(name)
        assert (look.outlook is not None) == name.startswith("waiting")
    assert seen["joined12"].record.status_message == "77"
    assert seen["joined12"].record.request.user == "two"
    assert seen["joined12"].progress == Progress(stage=FETCH, done=7)
    waiting = seen["waiting2"].outlook
    assert waiting is not None
    assert (waiting.position, waiting.hosts) == (2, 1)


async def test_an_end_has_no_progress(play: Play) -> None:
    """What is left of the last stage's isn't shown."""
    await play.ledger.enqueue("running1", a_request())
    (sent,) = await play.admit()
    await play.stages.begin(sent.ref, FETCH, "me")
    await play.stages.report(sent.ref, Progress(stage=FETCH, done=7))
    await play.ledger.cancel("running1", by="me")
    look = (await play.ledger.looks(["running1"]))["running1"]
    assert (look.record.state, look.progress) == (State.CANCELLED, None)


async def test_many_cost_as_many_round_trips_as_one(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One script tells all, however many are followed and wait."""
    names = [f"waiting{number:03}" for number in range(50)]
    for name in names:
        await play.ledger.enqueue(name, a_request(canonical=name))
    await play.ledger.looks(names[:1])  # the script is known from now on
    trips = []
    execute = Redis.execute_command

    async def counting(client: Redis, *args: Any, **kwargs: Any) -> Any:
        trips.append(args[0])
        return await execute(client, *args, **kwargs)

    monkeypatch.setattr(Redis, "execute_command", counting)
    seen = await play.ledger.looks(names)
    assert len(seen) == 50
    assert [look.outlook.position for look in seen.values() if look.outlook] == [
        *range(1, 51)
    ]
    assert trips == ["EVALSHA"]


async def test_more_than_fit_into_one_answer(play: Play) -> None:
    """They are read in parts; those that nobody has are left out of each."""
    names = [f"waiting{number:03}" for number in range(210)]
    for name in names[::2]:
        await play.ledger.enqueue(name, a_request(canonical=name, guild=name))
    seen = await play.ledger.looks(names)
    assert list(seen) == names[::2]
    assert {look.record.state for look in seen.values()} == {State.QUEUED}


async def test_who_left_sees_the_end(play: Play) -> None:
    """The others see what goes on; each as `record` tells it."""
    await play.ledger.enqueue("running1", a_request(canonical="1", user="one"))
    await play.ledger.enqueue("joined12", a_request(canonical="1", user="two"))
    (sent,) = await play.admit()
    await play.stages.begin(sent.ref, FETCH, "me")
    await play.ledger.cancel("joined12", by="two")
    seen = await play.ledger.looks(["running1", "joined12"])
    assert seen["running1"].record.state is State.RUNNING
    assert seen["joined12"].record.state is State.CANCELLED
    for name, look in seen.items():
        assert look.record == await play.ledger.record(name)
