"""A site, an empty directory to fetch into, and the jobs as plain functions."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.sandbox.jobs.gallery_dl import job as gallery_dl
from bossbot.sandbox.jobs.ytdlp import job as ytdlp
from bossbot.settings import Settings
from tests.integration.fetching.site import JPEG, Site, started
from tests.world import media
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.fixtures import played_sites, site_player

__all__ = ["played_sites", "site_player"]

MB = 1024 * 1024
JOBS = {"ytdlp": ytdlp.run, "gallery_dl": gallery_dl.run}

type Fetch = Callable[..., Any]


class Progresses:
    """A channel that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def progress(self, **how: Any) -> None:
        """Keep it."""
        self.told.append(how)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """The site, serving a clip, its tracks, a stream and a picture."""
    files = tmp_path / "site"
    files.mkdir()
    (files / "clip.mp4").hardlink_to(media.made("clip.mp4", media.h264_mp4))
    (files / "photo.jpg").write_bytes(JPEG)
    site = Site(media=files)
    runner = await started(site)
    yield site
    await runner.cleanup()


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's working directory."""
    directory = tmp_path / "source"
    directory.mkdir()
    monkeypatch.chdir(directory)
    return directory


@pytest.fixture
def progresses() -> Progresses:
    """What the jobs told."""
    return Progresses()


@pytest.fixture
def fetch(directory: Path, progresses: Progresses) -> Fetch:
    """Run a job in this process, in a thread, without a guard."""

    async def run(tool: str, url: str, **how: Any) -> Any:
        params = {
            "url": url,
            "platform": "other",
            "proxy": "",
            "format": "best",
            "fit_bytes": 20 * MB,
            "max_bytes": 100 * MB,
            "max_files": 25,
            **how,
        }
        try:
            return await asyncio.to_thread(JOBS[tool], params, progresses)
        finally:
            # The libraries leave sockets open: their process is about to end.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)
                gc.collect()

    return run


@pytest.fixture(scope="package")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZygoteLauncher]:
    """The real zygote, with both libraries in it."""
    launcher = ZygoteLauncher(home=tmp_path_factory.mktemp("zygote"))
    launcher.start()
    yield launcher
    launcher.stop()


@pytest.fixture
def stage(zygote: ZygoteLauncher, site_player: SitePlayer, tmp_path: Path) -> Stage:
    """The fetch stage, with the played-back sites as its Internet."""
    directory = tmp_path / "temp"
    directory.mkdir()
    settings = Settings.load(
        proxy=site_player.proxy_url,
        ca_file=site_player.ca_file,
        storage_root=tmp_path / "root",
        _env_file=None,
    )
    return Stage(
        sandbox=Sandbox(zygote.socket_path), settings=settings, directory=directory
    )
