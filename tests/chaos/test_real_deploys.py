"""A real worker is told to go in the middle of real work, or of posting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import psutil
import pytest

from bossbot.models import STAGES, State
from tests.chaos.test_deploys import WAYS, Way, leave
from tests.chaos.test_posting_kills import Posting, posting
from tests.world.at_work import AtWork, at_work
from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer
from tests.world.processes import strays, wait_until
from tests.world.scene import Scene
from tests.world.siteplayer.player import SitePlayer
from tests.world.siteplayer.sites import files

__all__ = ["posting"]

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]


@pytest.fixture(params=["SIGTERM, cold", "SIGTERM to all"])
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture
def scene(
    tmp_path_factory: pytest.TempPathFactory,
    sites_environment: dict[str, str],
    way: Way,
) -> Iterator[Scene]:
    root = tmp_path_factory.mktemp("scene")
    with DiscordServer() as discord:
        settings = sites_environment | discord.environment | way.environment
        with Deployment(root, **settings) as deployment:
            worker = deployment.start_worker()
            scene = Scene(deployment=deployment, discord=discord, worker=worker)
            yield scene
    wait_until(lambda: not strays(str(root)), what="the end of all processes")


@pytest.fixture
async def work(scene: Scene) -> AsyncIterator[AtWork]:
    async with at_work(scene) as work:
        yield work


async def nothing_is_held_against(work: AtWork) -> None:
    for one in work.ids:
        record = await work.client.get(one)
        assert record.crashes == 0
        assert [record.stages[stage].retries for stage in STAGES] == [0] * 5


async def test_work_goes_on_after_the_restart(
    scene: Scene, work: AtWork, way: Way, played_sites: SitePlayer
) -> None:
    """Its jobs, frozen or not, are gone; what was fetched isn't fetched again."""
    large = f"{files.h264_url(4, width=640, height=360, seconds=4)}?rate=300000"
    begun = await scene.ask(work.client, large)
    source = scene.deployment.root / "a" / "temp" / begun / "source"
    async with asyncio.timeout(30):
        while not any(p.stat().st_size for p in source.glob("*.part")):
            await asyncio.sleep(0.05)
    took = await leave(way, scene.worker)
    print(f"gone after {took:.1f} s")
    assert [job for job in work.jobs if job.is_running()] == []
    played_sites.reset()
    scene.restart_worker()
    await scene.all_end_well(work.client, [*work.ids, begun])
    await nothing_is_held_against(work)
    again = {seen.path: "Range" in seen.headers for seen in played_sites.seen}
    assert set(again) == {urlsplit(large).path, "/clip.mp4"}
    assert again[urlsplit(large).path]


async def test_work_goes_on_elsewhere(scene: Scene, work: AtWork, way: Way) -> None:
    """From fetch, for the other host has none of the files."""
    scene.deployment.start_worker(storage="b")
    await work.client.hosts(2)
    await leave(way, scene.worker)
    for one in work.ids:
        record = await work.client.until_cleaned(one, within=90)
        assert (record.state, record.error) == (State.COMPLETED, None)
        [post] = scene.posts(one)
        assert len(post.attachments) == 1
    await nothing_is_held_against(work)
    assert scene.deployment.temps("b") == []


async def test_posting(posting: Posting, way: Way) -> None:
    """Cut off in the middle, whatever came of it: each stands there once."""
    worker = posting.scene.worker
    jobs = [psutil.Process(one.pid) for one in posting.scene.jobs()]
    await leave(way, worker)
    assert [job for job in jobs if job.is_running()] == []
    await posting.cut(lambda: None)
    posting.scene.restart_worker()
    await posting.check()
    for one in posting.ids.values():
        assert (await posting.client.get(one)).crashes == 0
