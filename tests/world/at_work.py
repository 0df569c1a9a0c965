"""Four downloads that stand, at the same moment, where most can go wrong.

One is being fetched, one examined, one converted by Pillow, one by ffmpeg.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

from tests.world.deployment import Client
from tests.world.requests import LIMITS
from tests.world.scene import Frozen, Scene
from tests.world.siteplayer.sites import files

SMALL = LIMITS.model_copy(update={"video": 1_200_000})
_names = (f"n{number}" for number in itertools.count())
"""Links that nobody asked for before: what is kept would be served again."""


def _picture(height: int) -> str:
    return files.jpeg_url(2400, height, next(_names))


def _video() -> str:
    return files.h264_url(4, width=1280, height=720, seconds=8, name=next(_names))


def _slow() -> str:
    return f"{files.url('clip.mp4')}?rate=12000&name={next(_names)}"


@dataclass(frozen=True)
class AtWork:
    """Four downloads in the middle of their work; `jobs` do it, three are frozen."""

    client: Client
    ids: list[str]
    jobs: list[psutil.Process]
    frozen: list[Frozen]

    def go_on(self) -> None:
        for one in self.frozen:
            one.go_on()


@asynccontextmanager
async def at_work(scene: Scene) -> AsyncIterator[AtWork]:
    """Bring them there; what becomes of them is up to the test."""
    async with scene.deployment.client() as client:
        await client.hosts(1)
        converted = await scene.ask(client, _picture(1616))
        encoded = await scene.ask(client, _video(), limits=SMALL)
        image, ffmpeg = (Frozen(scene, i, "output") for i in (converted, encoded))
        await asyncio.gather(image.catch(1), ffmpeg.catch(1))
        fetched = await scene.ask(client, _slow())
        fetching = Frozen(scene, fetched, "source")
        await fetching.find(1)
        examined = await scene.ask(client, _picture(1600))
        probe = Frozen(scene, examined, "source")
        await probe.catch(2)  # the first one fetched it
        frozen = [image, ffmpeg, probe]
        yield AtWork(
            client=client,
            ids=[converted, encoded, fetched, examined],
            jobs=[psutil.Process(one.pid) for one in (*frozen, fetching)],
            frozen=frozen,
        )
