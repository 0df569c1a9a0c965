"""`bossbot get` with REDIS_URL: only the server is shared."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest

from bossbot.bootstrap import QueueClient, connected
from bossbot.models import State
from bossbot.settings import Settings
from tests.e2e.cli.running import Place
from tests.e2e.cli.test_get_stopped import PHOTO, SLOW, being_fetched
from tests.world.redis_server import redis_server
from tests.world.requests import a_request
from tests.world.siteplayer import SitePlayer

pytestmark = pytest.mark.e2e


@pytest.fixture
def url() -> Iterator[str]:
    """A server that goes on when `get` ends."""
    with redis_server() as url:
        yield url


async def test_others_downloads_are_left_alone(place: Place, url: str) -> None:
    """Its worker takes what is pinned to it, and says goodbye to the server."""
    async with connected(Settings.load(redis_url=url)) as queue:
        other = a_request(url=PHOTO, canonical=PHOTO, pin="another-disk")
        await queue.enqueue("another00001", other)
        ended = await asyncio.to_thread(place.get, "--json", "-v", PHOTO, REDIS_URL=url)
        assert ended.code == 0, ended.stderr
        record = await queue.record(ended.objects[0]["id"])
        assert record is not None
        assert (record.state, record.cleaned) == (State.COMPLETED, True)
        assert "boss-bot-get-" in ended.stderr  # a name of its own, beside others
        waiting = await queue.record("another00001")
        assert waiting is not None
        assert waiting.state is State.QUEUED
    place.expect_nothing_left()


async def test_what_a_killed_one_enqueued_is_cancelled_by_the_next(
    place: Place, url: str, site_player: SitePlayer
) -> None:
    """Nobody else could ever run it: it would wait in the shared queue for ever."""
    getting = place.start("get", "-o", str(place.out), SLOW, REDIS_URL=url)
    await asyncio.to_thread(being_fetched, site_player, "/clip.mp4")
    getting.process.kill()
    getting.end()
    place.expect_no_processes()
    (note,) = place.temporary.glob("boss-bot-get-*/delivers.json")
    (name,) = json.loads(note.read_text())["ids"]

    async with connected(Settings.load(redis_url=url)) as queue:
        await asyncio.to_thread(place.get, PHOTO, REDIS_URL=url)
        assert await state(queue, name) is State.CANCELLED
    place.expect_nothing_left()


async def state(queue: QueueClient, name: str) -> State | None:
    """Where a download stands."""
    record = await queue.record(name)
    return record.state if record else None
