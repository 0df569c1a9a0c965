"""What members do to downloads whose jobs are in the middle of their work."""

from __future__ import annotations

import asyncio
import time

import pytest

from bossbot.errors import NotPossibleError
from bossbot.models import State
from tests.world.at_work import at_work
from tests.world.scene import Scene
from tests.world.siteplayer.player import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

SLOWLY = f"{files.h264_url(4, width=640, height=360, seconds=4)}?rate=300000"


async def test_cancelled_jobs_are_gone_at_once(scene: Scene) -> None:
    """In every stage that has jobs, frozen ones too, with all of their group."""
    async with at_work(scene) as work:
        family = [child for job in work.jobs for child in job.children(recursive=True)]
        began = time.monotonic()
        await asyncio.gather(*(work.client.cancel(one) for one in work.ids))
        async with asyncio.timeout(30):
            while any(one.is_running() for one in [*work.jobs, *family]):
                await asyncio.sleep(0.02)
        print(f"gone after {time.monotonic() - began:.2f} s")
        for one in work.ids:
            assert (await work.client.until_cleaned(one)).state is State.CANCELLED
            assert scene.posts(one) == []
    assert scene.deployment.temps() == []


async def test_a_paused_download_goes_on_where_it_was(
    scene: Scene, played_sites: SitePlayer
) -> None:
    """Its job ends and its slot is free; resumed, it asks the site for the rest."""
    async with scene.deployment.client() as client:
        await client.hosts(1)
        one = await scene.ask(client, SLOWLY)
        source = scene.deployment.root / "a" / "temp" / one / "source"
        async with asyncio.timeout(30):
            while not any(p.stat().st_size > 100_000 for p in source.glob("*.part")):
                await asyncio.sleep(0.05)
        for _ in range(2):
            await client.queue.pause(one, by="member")
        async with asyncio.timeout(10):
            while scene.jobs():
                await asyncio.sleep(0.02)
        assert (await client.get(one)).state is State.PAUSED
        assert [p for p in source.glob("*.part") if p.stat().st_size]
        played_sites.reset()
        for _ in range(2):
            await client.queue.resume(one, by="member")
        await scene.all_end_well(client, [one])
        assert any("Range" in seen.headers for seen in played_sites.seen)
        with pytest.raises(NotPossibleError):
            await client.queue.pause(one, by="member")
