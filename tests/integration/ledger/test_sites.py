"""A site that fails or limits us is left alone for a while; others are not."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.errors import BossBotError, NetworkError, NotFoundError, RateLimitedError
from bossbot.models import FETCH, State
from bossbot.queue.sites import FIRST_PAUSE, LONGEST_PAUSE, heard
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration


async def ask(play: Play, name: str, site: str = "reddit") -> None:
    await play.ledger.enqueue(name, a_request(platform=site, canonical=name))


async def fetch_fails(
    play: Play, name: str, error: BossBotError, *, site: str = "reddit"
) -> bool:
    """One download meets an error; whether it keeps its slot for the next try."""
    await ask(play, name, site)
    sending = next(one for one in await play.admit() if one.ref.id == name)
    await play.stages.begin(sending.ref, FETCH, "me")
    return await play.stages.retry(
        sending.ref, FETCH, "me", delay=1, error=error, soon=True
    )


async def pause_site(play: Play) -> None:
    """Two downloads are rate-limited; the second one's slot is free at once."""
    assert await fetch_fails(play, "limited1", RateLimitedError())
    assert not await fetch_fails(play, "limited2", RateLimitedError())
    await play.ledger.cancel("limited1", by="me")


async def test_a_paused_site_waits_and_others_pass(play: Play, client: Redis) -> None:
    """Its downloads stay where they are; what is of other sites starts."""
    await pause_site(play)
    (site,) = await play.ledger.sites()
    assert (site.site, site.reason, site.probing) == ("reddit", "limited", False)
    await ask(play, "reddit01")
    await ask(play, "another1", "tiktok")
    assert (await play.one()).ref.id == "another1"
    assert await play.ledger.position("reddit01") == 1
    outlook = await play.ledger.outlook("reddit01")
    assert outlook.site == site
    assert outlook.wait is not None
    assert outlook.wait > FIRST_PAUSE - 5
    check(await look(client))


async def test_one_probe_decides(play: Play, client: Redis) -> None:
    """After the pause one is let through; its success lets all the others in."""
    await pause_site(play)
    for number in range(3):
        await ask(play, f"reddit0{number}")
    await pass_time(client, FIRST_PAUSE + 1)
    await play.desk.reconcile()
    probe = await play.one()
    assert await play.admit() == []
    assert (await play.ledger.sites())[0].probing
    await play.execute(probe.ref, FETCH)
    assert await play.ledger.sites() == ()
    assert len(await play.admit()) == 1
    check(await look(client))


async def test_a_failing_probe_doubles_the_pause(play: Play, client: Redis) -> None:
    """It waits with the others, and nobody's tries are used up meanwhile."""
    await pause_site(play)
    await ask(play, "reddit01")
    await pass_time(client, FIRST_PAUSE + 1)
    await play.ledger.cancel("limited2", by="me")
    await play.desk.reconcile()
    probe = await play.one()
    await play.stages.begin(probe.ref, FETCH, "me")
    assert not await play.stages.retry(
        probe.ref, FETCH, "me", delay=1, error=RateLimitedError(), soon=True
    )
    (site,) = await play.ledger.sites()
    seconds, _ = await client.time()
    assert site.until - seconds == pytest.approx(FIRST_PAUSE * 2, abs=5)
    assert (await play.seen("reddit01")).state is State.DELAYED


async def test_a_probe_that_dies_makes_room_for_the_next(
    play: Play, client: Redis
) -> None:
    """A lost worker says nothing about the site."""
    await pause_site(play)
    await ask(play, "reddit01")
    await ask(play, "reddit02")
    await pass_time(client, FIRST_PAUSE + 1)
    await play.ledger.cancel("limited2", by="me")
    await play.desk.reconcile()
    probe = await play.one()
    await play.ledger.cancel(probe.ref.id, by="me")
    await play.desk.reconcile()
    assert (await play.one()).ref.id != probe.ref.id


async def test_three_failures_in_a_row_pause_a_site(play: Play) -> None:
    """A success or a plain "not found" in between proves that it works."""
    assert await fetch_fails(play, "failing1", NetworkError())
    await play.ledger.cancel("failing1", by="me")
    assert await fetch_fails(play, "failing2", NetworkError())
    await play.ledger.cancel("failing2", by="me")
    await fetch_fails(play, "missing1", NotFoundError())
    await play.ledger.cancel("missing1", by="me")
    for name, kept in (("failing3", True), ("failing4", True), ("failing5", False)):
        assert await fetch_fails(play, name, NetworkError()) is kept
        await play.ledger.cancel(name, by="me")


async def test_hosts_without_a_name_here_are_sites_of_their_own(play: Play) -> None:
    """One that is down doesn't hold up the rest of the internet."""
    for name in ("a1", "a2", "a3"):
        await play.ledger.enqueue(
            f"download{name}", a_request(canonical=f"https://down.example/{name}")
        )
        (sending,) = await play.admit()
        await play.stages.begin(sending.ref, FETCH, "me")
        await play.stages.fail(sending.ref, FETCH, "me", NetworkError())
    assert [site.site for site in await play.ledger.sites()] == ["down.example"]
    await play.ledger.enqueue("download1", a_request(canonical="https://up.example/"))
    await play.one()


async def test_as_long_as_the_site_asked_for(play: Play, client: Redis) -> None:
    """A Retry-After longer than the pause is obeyed for all of its downloads."""
    await fetch_fails(play, "limited1", RateLimitedError(retry_after=300))
    await fetch_fails(play, "limited2", RateLimitedError(retry_after=300))
    (site,) = await play.ledger.sites()
    seconds, _ = await client.time()
    assert site.until - seconds > 290


async def test_not_for_years(play: Play, client: Redis) -> None:
    """Whatever a site asks for, a probe is let through after the longest pause."""
    years = 10 * 365 * 86400.0
    await fetch_fails(play, "limited1", RateLimitedError(retry_after=years))
    await fetch_fails(play, "limited2", RateLimitedError(retry_after=years))
    (site,) = await play.ledger.sites()
    seconds, micros = await client.time()
    assert site.until - (seconds + micros / 1e6) <= LONGEST_PAUSE


async def test_what_waited_for_a_site_goes_on_by_rounds(
    play: Play, client: Redis
) -> None:
    """One user's pile doesn't come before everybody who asked meanwhile."""
    await pause_site(play)
    await play.ledger.cancel("limited2", by="me")
    for number in range(5):
        await ask(play, f"pile000{number}")
    assert await play.admit() == []
    for number in range(3):  # others have their turns meanwhile
        await ask(play, f"others0{number}", "tiktok")
        await play.complete(await play.one())
    await pass_time(client, FIRST_PAUSE + 1)
    await play.desk.reconcile()
    probe = await play.one()
    request = a_request(platform="tiktok", canonical="new", user="newcomer")
    await play.ledger.enqueue("newcomer", request)
    await play.complete(probe)
    sent = [one.ref.id for one in await play.admit()]
    assert "newcomer" in sent
    check(await look(client))


async def test_a_private_worker_neither_probes_nor_blames(play: Play) -> None:
    """What a `get` meets is no reason to keep members waiting."""
    for number in range(4):
        request = a_request(platform="reddit", canonical=str(number), pin="disk-a")
        await play.ledger.enqueue(f"private{number}", request)
        (sending,) = await play.admit()
        await play.stages.begin(sending.ref, FETCH, "me")
        await play.stages.fail(sending.ref, FETCH, "me", RateLimitedError())
    assert await play.ledger.sites() == ()


def test_what_says_nothing_of_a_site() -> None:
    """Refusals of this one post or of us are not failures of the site."""
    assert heard(NetworkError()) == "failing"
    assert heard(RateLimitedError()) == "limited"
    assert heard(NotFoundError()) == "answers"
    assert heard(BossBotError()) is None
