"""Whose turn it is to be looked at, and what the circuit breaker hears of a look."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Canaries, Heart, Scripts, canaries
from bossbot.errors import BossBotError, NetworkError, RateLimitedError
from bossbot.queue.canaries import Judgement, judged
from bossbot.queue.sites import FAILING, FIRST_PAUSE
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

HOUR = 3600.0
SITES = ("reddit", "tiktok", "youtube")


@pytest.fixture
def watched(scripts: Scripts) -> Canaries:
    return Canaries(scripts, every=HOUR)


async def see(
    watched: Canaries, error: BossBotError | None, site: str = "reddit"
) -> Judgement:
    """A look that ended so."""
    return await watched.write(
        site,
        lambda before, at: judged(
            before, error, site=site, link="a", at=at, host="disk-a"
        ),
    )


async def test_each_site_has_one_turn_on_one_host(
    watched: Canaries, play: Play
) -> None:
    """However many beats ask, and at the same time."""
    asked = await asyncio.gather(*(watched.due(SITES) for _ in range(8)))
    assert sorted(turn for turns in asked for turn in turns) == [
        (site, "disk-a") for site in SITES
    ]
    assert await watched.due(SITES) == []


async def test_hosts_that_know_other_links_count_the_same_turns(
    watched: Canaries, play: Play
) -> None:
    """A site between more of them has its turn later, but not another one."""
    many = [f"a{number}.example" for number in range(99)]
    turns: Counter[str] = Counter()
    for _ in range(5):
        for known in (["tiktok"], [*many, "tiktok"]):
            turns.update(site for site, _ in await watched.due(known))
    assert turns["tiktok"] in {1, 2}  # one more where an hour has just begun


async def test_a_turn_that_came_to_nothing_comes_again(
    watched: Canaries, play: Play
) -> None:
    """Given back, it is due at the next tick."""
    await watched.due(SITES)
    await watched.give_back("tiktok")
    assert await watched.due(SITES) == [("tiktok", "disk-a")]


async def test_turns_go_from_host_to_host(
    play: Play, scripts: Scripts, ledger_server: str
) -> None:
    """Their addresses may be treated differently.

    One without a sandbox can't look, and a `get`'s own worker isn't asked.
    """
    hearts = [play.heart]
    for name, watches in (("b", True), ("broken", True), ("private", False)):
        hearts.append(
            Heart(
                ledger_server,
                disk_id=f"disk-{name}",
                worker=name,
                slots=2,
                watches=watches,
            )
        )
    often = Canaries(scripts, every=1)
    seen: Counter[str] = Counter()
    async with asyncio.timeout(60):
        while len(seen) < 2 or seen.total() < 4:
            for number, heart in enumerate(hearts):
                heart.beat(free=10, total=20, zygote=number != 2)
            seen.update(host for _, host in await often.due(["reddit"]))
            await asyncio.sleep(0.1)
    assert set(seen) == {"disk-a", "disk-b"}
    for heart in hearts[1:]:
        heart.close()


async def test_nobody_is_sent_where_nobody_is(watched: Canaries) -> None:
    """The turn is kept for the first host that comes."""
    assert await watched.due(SITES) == []


async def test_what_is_known_is_kept_for_a_while(
    watched: Canaries, client: Redis
) -> None:
    """It is told by site, survives restarts, and goes by itself."""
    await see(watched, None)
    await see(watched, NetworkError(platform="tiktok"), "tiktok")
    known = {one.site: one for one in await canaries(client)}
    assert (known["reddit"].works, known["tiktok"].works) == (True, None)
    assert known["tiktok"].failures == 1
    assert known["reddit"].host == "disk-a"
    for name in ("canary:reddit", "canaries"):
        assert await client.ttl(f"bossbot:v1:{name}") > HOUR


async def test_looks_at_the_same_time_are_all_counted(
    watched: Canaries, client: Redis
) -> None:
    """Each is judged by what the one before it has left; one of them is the change."""
    judgements = await asyncio.gather(*(see(watched, NetworkError()) for _ in range(5)))
    assert [one.change for one in judgements].count("fails") == 1
    [known] = await canaries(client)
    assert known.failures == 5


async def test_failing_looks_pause_a_site_and_a_good_one_ends_it(
    watched: Canaries, play: Play, client: Redis
) -> None:
    """Its downloads wait, as after failing downloads, and go on."""
    for _ in range(FAILING - 1):
        await see(watched, NetworkError())
        assert await play.ledger.sites() == ()
    await see(watched, NetworkError())
    [site] = await play.ledger.sites()
    assert (site.site, site.reason) == ("reddit", "failing")
    await play.ledger.enqueue("waiting1", a_request(platform="reddit"))
    assert await play.admit() == []
    assert await watched.left_alone("reddit")
    await see(watched, None)
    assert await play.ledger.sites() == ()
    assert (await play.one()).ref.id == "waiting1"
    check(await look(client))


async def test_looks_and_downloads_count_together(
    watched: Canaries, play: Play
) -> None:
    """One rate-limited download, one look: the site limits us."""
    await play.ledger.enqueue("limited1", a_request(platform="reddit"))
    sending = await play.one()
    await play.stages.begin(sending.ref, "fetch", "me")
    await play.stages.fail(sending.ref, "fetch", "me", RateLimitedError())
    await see(watched, RateLimitedError(retry_after=200))
    [site] = await play.ledger.sites()
    assert site.reason == "limited"


async def test_a_site_that_is_left_alone_is_not_looked_at(
    watched: Canaries, play: Play, client: Redis
) -> None:
    """Its turn waits for the end of the pause; then a failing look prolongs it."""
    for _ in range(2):
        await see(watched, RateLimitedError())
    assert [site for site, _ in await watched.due(SITES)] == ["tiktok", "youtube"]
    await pass_time(client, FIRST_PAUSE + 1)
    play.heart.beat(free=10, total=20, zygote=True)
    assert [site for site, _ in await watched.due(SITES)] == ["reddit"]
    await see(watched, RateLimitedError())
    [site] = await play.ledger.sites()
    now, _ = await client.time()
    assert site.until - now == pytest.approx(2 * FIRST_PAUSE, abs=5)


async def test_a_probe_decides_not_a_look_beside_it(
    watched: Canaries, play: Play, client: Redis
) -> None:
    """A download tries the site just now: a failing look changes nothing."""
    for _ in range(2):
        await see(watched, RateLimitedError())
    await play.ledger.enqueue("probe123", a_request(platform="reddit"))
    await pass_time(client, FIRST_PAUSE + 1)
    play.heart.beat(free=10, total=20, zygote=True)
    await play.desk.reconcile()
    await play.one()
    await see(watched, RateLimitedError())
    [site] = await play.ledger.sites()
    assert site.probing
    check(await look(client))


async def test_told_is_kept_unless_there_is_news(
    watched: Canaries, client: Redis
) -> None:
    """Who was told of the old state has yet to hear of the new one."""
    failing = await see(watched, BossBotError())
    assert not failing.canary.told
    await watched.told(failing.canary)
    assert [one.told for one in await canaries(client)] == [True]
    again = await see(watched, None)
    await watched.told(failing.canary)
    assert [one.told for one in await canaries(client)] == [False]
    await watched.told(again.canary)
    assert [one.told for one in await canaries(client)] == [True]
