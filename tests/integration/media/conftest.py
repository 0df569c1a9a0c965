"""The media tools with everything real below them: zygote, Pillow, PyAV, ffmpeg."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bossbot.adapters.ffmpeg import Ffmpeg
from bossbot.adapters.ffmpeg_binary import ffmpeg_binary
from bossbot.adapters.media import SandboxedMedia
from bossbot.adapters.sandbox import JobSpec, Sandbox
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.errors import BossBotError
from tests.integration.media.stages import MB, Stages

MEMORY = 300 * MB


@pytest.fixture(scope="package")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZygoteLauncher]:
    """One zygote for all tests here."""
    launcher = ZygoteLauncher(home=tmp_path_factory.mktemp("zygote"))
    launcher.start()
    _warm_up(launcher)
    yield launcher
    launcher.stop()


def _warm_up(launcher: ZygoteLauncher) -> None:
    """It imports first, under coverage for seconds: no file's deadline is for that."""
    nothing = JobSpec(
        kind="probe", params={}, directory="/", memory=MEMORY, file_size=1
    )
    with suppress(BossBotError):
        asyncio.run(Sandbox(launcher.socket_path).run(nothing))


@pytest.fixture
def media(zygote: ZygoteLauncher, tmp_path: Path) -> SandboxedMedia:
    """The media tools as a worker has them, with one CPU slot."""
    sandbox = Sandbox(zygote.socket_path)
    ffmpeg = Ffmpeg(
        sandbox=sandbox,
        program=ffmpeg_binary(None),
        memory=MEMORY,
        cpu_locks=[tmp_path / "cpu-0.lock"],
    )
    return SandboxedMedia(sandbox=sandbox, ffmpeg=ffmpeg, memory=MEMORY)


@pytest.fixture
def stages(media: SandboxedMedia, tmp_path: Path) -> Stages:
    """Validate and transcode over a temp directory of their own."""
    directory = tmp_path / "job"
    (directory / "source").mkdir(parents=True)
    return Stages(media=media, directory=directory)
