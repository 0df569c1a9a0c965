"""`bossbot up` ended hard, in the middle of work."""

from __future__ import annotations

import signal
import time

import pytest

from bossbot.adapters.embedded import find_running
from bossbot.bootstrap import connected
from bossbot.models import DirectoryTarget
from bossbot.settings import Settings
from tests.e2e.cli.running import Place, Running
from tests.e2e.cli.test_get_stopped import SLOW, being_fetched
from tests.world.processes import wait_until
from tests.world.requests import a_request
from tests.world.siteplayer import SitePlayer

pytestmark = pytest.mark.chaos


async def test_kill_9_of_up_leaves_nothing_running(
    place: Place, site_player: SitePlayer
) -> None:
    """Server, worker, its jobs, beat and Flower go with it."""
    running = await working(place, site_player)
    running.process.kill()
    running.end()
    place.expect_no_processes(within=8)


async def test_a_stuck_worker_can_not_hold_up_the_end(
    place: Place, site_player: SitePlayer
) -> None:
    """A frozen worker with a running fetch: Ctrl-C ends everything within 10 s."""
    running = await working(place, site_player)
    running.below(" worker").send_signal(signal.SIGSTOP)
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    running.end()
    assert time.monotonic() - began < 10
    place.expect_no_processes(within=1)


async def working(place: Place, site_player: SitePlayer) -> Running:
    """A deployment in the middle of a fetch."""
    log = (place.folder / "log").open("w+")
    running = place.start("up", "--no-bot", stderr=log)
    wait_until(lambda: find_running(place.storage) is not None, what="the server")
    target = DirectoryTarget(path=str(place.out))
    request = a_request(
        url=SLOW,
        canonical=SLOW,
        target=target,
    )
    url = find_running(place.storage)
    async with connected(Settings.load(redis_url=url)) as queue:
        await queue.enqueue("chaostest001", request)
    being_fetched(site_player, "/clip.mp4")
    log.close()
    return running
