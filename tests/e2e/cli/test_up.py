"""`bossbot up`: everything runs, comes back when it dies, and goes when it is told."""

from __future__ import annotations

import asyncio
import re
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from bossbot.adapters.embedded import find_running
from bossbot.bootstrap import connected
from bossbot.models import DirectoryTarget, DownloadRecord, State
from bossbot.settings import Settings
from tests.e2e.cli.running import Place, Running
from tests.world.discord import DiscordServer
from tests.world.processes import wait_until
from tests.world.requests import a_request
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = pytest.mark.e2e


@dataclass(frozen=True, slots=True)
class Up:
    """A running deployment and what it printed first."""

    place: Place
    running: Running
    said: str

    @property
    def flower(self) -> str:
        found = re.search(r"http://\S+", self.said)
        assert found is not None
        return found[0]

    @property
    def login(self) -> tuple[str, str]:
        found = re.search(r"user (\S+), password ([^\s)]+)", self.said)
        assert found is not None
        return found[1], found[2]


@pytest.fixture(scope="module")
def up(played_sites: SitePlayer, discord_server: DiscordServer) -> Iterator[Up]:
    """One deployment, on a played Discord, for the tests of this module."""
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        place = Place(Path(folder), played_sites)
        log = (place.folder / "log").open("w+")
        running = place.start("up", stderr=log, **discord_server.environment)
        assert running.process.stdout is not None
        said = "".join(running.process.stdout.readline() for _ in range(7))
        yield Up(place, running, said)
        running.process.kill()
        running.end()
        place.close()
        log.close()


def status(url: str, login: tuple[str, str] | None = None) -> int:
    """What Flower answers; 0 while it doesn't."""
    try:
        return requests.get(url, auth=login, timeout=10).status_code
    except requests.ConnectionError:
        return 0


def test_the_bot_is_on_discord(up: Up, discord_server: DiscordServer) -> None:
    """It has joined by the gateway."""
    assert "on its way to Discord" in up.said
    discord_server.wait_for_bot(60)


def test_flower_answers_those_who_know_the_password(up: Up) -> None:
    """The printed user and password open it, nothing else does."""
    wait_until(lambda: status(up.flower, up.login) == 200, what="Flower")
    assert status(up.flower) == 401
    assert status(up.flower, ("boss-bot", "guess")) == 401


def test_no_list_of_processes_shows_the_password(up: Up) -> None:
    """It goes by environment."""
    lines = [" ".join(process.cmdline()) for process in up.place.processes()]
    assert lines
    assert not any(up.login[1] in line for line in lines)


async def test_downloads_are_done(up: Up) -> None:
    """Others find the server by the storage root; what they enqueue is delivered."""
    record = await downloaded(up.place, "uptest000001")
    assert record.state is State.COMPLETED
    assert (up.place.out / "photo.jpg").exists()


@pytest.mark.parametrize(
    "word", ["beat", "flower", " worker", "-server unixsocket", "bossbot bot"]
)
def test_what_dies_is_started_again(word: str, up: Up) -> None:
    """A new process of the same kind stands there soon."""
    before = {process.pid for process in up.place.processes()}
    up.running.below(word).kill()
    up.running.below(word, but=before)


async def test_downloads_are_done_after_all_that_dying(up: Up) -> None:
    """The restarted parts work together."""
    record = await downloaded(up.place, "uptest000002")
    assert record.state is State.COMPLETED


def test_a_second_one_on_the_same_storage_is_refused(up: Up) -> None:
    """It says so and ends; the first goes on."""
    ended = up.place.run("up", "--no-bot")
    assert ended.code == 3
    assert "in use by another running server" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert find_running(up.place.storage) is not None


def test_ctrl_c_ends_all_of_it_within_ten_seconds(up: Up) -> None:
    """Exit code 0, and no process is left. This test stands last."""
    began = time.monotonic()
    up.running.process.send_signal(signal.SIGINT)
    ended = up.running.end()
    assert time.monotonic() - began < 10
    assert ended.code == 0
    up.place.expect_no_processes(within=1)
    assert find_running(up.place.storage) is None


async def downloaded(place: Place, name: str) -> DownloadRecord:
    """Ask the running deployment for a photo, and wait for its end."""
    url = find_running(place.storage)
    assert url is not None
    photo = files.url("photo.jpg")
    target = DirectoryTarget(path=str(place.out))
    request = a_request(
        url=photo,
        canonical=photo,
        target=target,
    )
    async with connected(Settings.load(redis_url=url)) as queue, asyncio.timeout(60):
        await queue.enqueue(name, request)
        while True:
            record = await queue.record(name)
            if record is not None and record.cleaned:
                return record
            await asyncio.sleep(0.1)
