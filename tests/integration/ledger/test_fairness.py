"""Whose turn it is: priorities, servers by turns, the users of a server by rounds."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Scripts, Stages
from bossbot.errors import DiskFullError
from bossbot.models import STAGES, Priority
from bossbot.pipeline.ports import Outcome
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration


class Turns:
    """One slot, and the order in which downloads get it."""

    def __init__(self, scripts: Scripts, heart: Heart) -> None:
        self.ledger = Ledger(scripts, max_waiting=0)
        self.desk = Desk(scripts, max_running=1)
        self.stages = Stages(scripts)
        self.heart = heart
        self.client = scripts.client
        self.asked = 0

    async def ask(self, user: str, *, guild: str = "g", **changes: object) -> str:
        name = f"download{self.asked:04d}"
        self.asked += 1
        request = a_request(user=user, guild=guild, canonical=name, **changes)
        await self.ledger.enqueue(name, request)
        return name

    async def starts(self, count: int) -> list[str]:
        """The users (or servers, where they differ) of the next starts."""
        return [user for user, _ in await self.started(count)]

    async def started(self, count: int) -> list[tuple[str, str]]:
        found = []
        for _ in range(count):
            self.heart.beat(free=1, total=2, zygote=True)
            (sending,) = await self.desk.admit()
            record = await self.ledger.record(sending.ref.id)
            assert record is not None
            found.append((record.request.user, record.request.guild))
            for stage in STAGES:
                await self.stages.begin(sending.ref, stage, "me")
                await self.stages.finish(sending.ref, stage, "me", Outcome())
        return found


@pytest.fixture
def turns(scripts: Scripts, heart: Heart) -> Turns:
    return Turns(scripts, heart)


async def test_forty_links_of_one_do_not_starve_ten_others(turns: Turns) -> None:
    """The ten are all among the first eleven starts, whoever came first."""
    for _ in range(40):
        await turns.ask("hog")
    for number in range(10):
        await turns.ask(f"u{number}")
    first = await turns.starts(11)
    assert first == ["hog", *(f"u{number}" for number in range(10))]
    assert await turns.starts(5) == ["hog"] * 5


async def test_who_comes_later_is_not_behind_rounds_that_have_not_begun(
    turns: Turns,
) -> None:
    """A newcomer waits for the round under way, not for all that others queued."""
    for _ in range(20):
        await turns.ask("hog")
    await turns.starts(5)
    await turns.ask("late")
    assert await turns.starts(2) == ["hog", "late"]


async def test_servers_take_turns(turns: Turns) -> None:
    """However much one of them has queued, and whenever the other came."""
    for number in range(20):
        await turns.ask(f"user{number}", guild="large")
    await turns.starts(4)
    for number in range(3):
        await turns.ask(f"user{number}", guild="small")
    guilds = [guild for _, guild in await turns.started(6)]
    assert sorted(guilds) == ["large"] * 3 + ["small"] * 3
    assert guilds[0] != guilds[1] != guilds[2]


async def test_a_server_gains_nothing_by_coming_and_going(turns: Turns) -> None:
    """With one link at a time it gets its turns, not more."""
    for number in range(10):
        await turns.ask(f"user{number}", guild="steady")
    guilds = []
    for _ in range(6):
        await turns.ask("one", guild="fickle")
        guilds += [guild for _, guild in await turns.started(1)]
    assert guilds.count("fickle") == 3


async def test_priorities_come_first_and_are_fair_within(turns: Turns) -> None:
    """High before normal before low, in all servers; within each by rounds."""
    await turns.ask("a", priority=Priority.LOW)
    await turns.ask("b")
    for _ in range(2):
        await turns.ask("c", priority=Priority.HIGH, guild="other")
    await turns.ask("d", priority=Priority.HIGH, guild="other")
    assert await turns.starts(5) == ["c", "d", "c", "b", "a"]


async def test_positions_are_places_in_the_order_of_starts(turns: Turns) -> None:
    """Within a server what stands at place n is the n-th to start."""
    names = [await turns.ask("hog") for _ in range(3)]
    names += [await turns.ask("other")]
    names += [await turns.ask("vip", priority=Priority.HIGH)]
    places = {name: await turns.ledger.position(name) for name in names}
    order = sorted(names, key=lambda name: places[name] or 0)
    assert [places[name] for name in order] == [1, 2, 3, 4, 5]
    for name in order:
        turns.heart.beat(free=1, total=2, zygote=True)
        (sending,) = await turns.desk.admit()
        assert sending.ref.id == name
        await turns.ledger.cancel(name, by="me")


async def test_whoever_is_at_a_limit_holds_up_nobody(
    turns: Turns, scripts: Scripts, client: Redis, ledger_server: str
) -> None:
    """A user's own limit parks their downloads; freed slots let in one at a time."""
    desk = Desk(scripts, max_running=10)
    for _ in range(6):
        await turns.ask("hog", at_once=2)
    await turns.ask("other", at_once=2)
    wide = Heart(ledger_server, disk_id="disk-w", worker="w2", slots=8)
    wide.beat(free=1, total=2, zygote=True)
    wide.close()
    sent = await desk.admit()
    assert len(sent) == 3
    check(await look(client))
    assert await desk.admit() == []
    await turns.ledger.cancel(sent[0].ref.id, by="me")
    assert len(await desk.admit()) == 1
    check(await look(client))


async def test_a_wider_limit_of_ones_own_is_used(
    turns: Turns, scripts: Scripts, ledger_server: str
) -> None:
    """As in a premium server: what may run beside more of one's own comes first."""
    desk = Desk(scripts, max_running=10)
    heart = Heart(ledger_server, disk_id="disk-w", worker="w2", slots=8)
    for _ in range(4):
        await turns.ask("one", at_once=4)
    heart.beat(free=1, total=2, zygote=True)
    sent = await desk.admit()
    narrow = await turns.ask("one", at_once=2)
    wide = await turns.ask("one", at_once=4)
    assert (len(sent), await desk.admit()) == (4, [])
    await turns.ledger.cancel(sent[0].ref.id, by="me")
    assert [one.ref.id for one in await desk.admit()] == [wide]
    assert await turns.ledger.position(narrow) == 1
    heart.close()


async def test_a_host_without_room_or_sandbox_gets_nothing_new(
    play: Play, client: Redis
) -> None:
    """What has its files there stays; what has none goes elsewhere."""
    await play.ledger.enqueue("download1", a_request())
    (first,) = await play.admit()
    await play.stages.begin(first.ref, "fetch", "me")
    error = DiskFullError()
    await play.stages.retry(first.ref, "fetch", "me", delay=0, error=error, soon=False)
    await play.desk.reconcile()
    play.heart.beat(free=1, total=2, zygote=True, room=False)
    assert await play.desk.admit() == []
    play.another_host()
    (again,) = await play.desk.admit()
    assert again.ref.host == "disk-b"
    check(await look(client))
