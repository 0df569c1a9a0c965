"""From a message of the bot back to the download that it shows."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import NetworkError
from bossbot.models import FETCH
from bossbot.queue.timing import PAUSED_KEPT, RECORD_KEPT
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ID, JOINED = "download1", "download2"
KEPT = int((a_request().retention + RECORD_KEPT) * 1000)
DAY = 86_400_000


async def test_a_status_message_stands_for_its_download(ledger: Ledger) -> None:
    """Under the id that its own requester was given."""
    await ledger.enqueue(ID, a_request())
    await ledger.enqueue(JOINED, a_request(user="other"))
    await ledger.set_status_message(ID, "111")
    await ledger.set_status_message(JOINED, "222")
    assert await ledger.download_of("111") == ID
    assert await ledger.download_of("222") == JOINED
    assert await ledger.download_of("333") is None


async def test_nothing_is_remembered_of_nobodys_download(ledger: Ledger) -> None:
    """A record that is gone has no messages."""
    await ledger.set_status_message("forgotten", "111")
    assert await ledger.download_of("111") is None


async def test_a_message_is_not_remembered_for_ever(play: Play, client: Redis) -> None:
    """As long as the record of an ended download; before, longer than any pause."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.set_status_message(ID, "111")
    left = await client.pttl(f"{PREFIX}message:111")
    assert left > KEPT + PAUSED_KEPT * 1000 - DAY / 24
    await play.complete(await play.one())
    await play.ledger.set_status_message(ID, "111")
    assert KEPT - DAY / 24 < await client.pttl(f"{PREFIX}message:111") <= KEPT


async def test_it_is_forgotten_with_its_download(play: Play, client: Redis) -> None:
    """What has ended is; a retry makes it last again."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue(JOINED, a_request(user="other"))
    await play.ledger.set_status_message(ID, "111")
    await play.ledger.set_status_message(JOINED, "222")
    sending = await play.one()
    await play.stages.begin(sending.ref, FETCH, "me")
    await play.stages.fail(sending.ref, FETCH, "me", NetworkError())
    for message in ("111", "222"):
        assert 0 < await client.pttl(f"{PREFIX}message:{message}") <= KEPT
    await play.ledger.retry(ID)
    for message in ("111", "222"):
        assert await client.pttl(f"{PREFIX}message:{message}") > KEPT + DAY
