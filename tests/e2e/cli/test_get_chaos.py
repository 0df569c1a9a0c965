"""`bossbot get` while processes are killed: the right end, and nothing left."""

from __future__ import annotations

import json
import signal

import pytest

from tests.e2e.cli.running import Place
from tests.e2e.cli.test_get_stopped import PHOTO, SLOW, being_fetched
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = pytest.mark.chaos

LONG_ENOUGH = files.url("clip.mp4?rate=25000")
"""Four seconds: whatever is killed, it is killed in the middle."""


@pytest.mark.parametrize("victim", ["celery", "-server unixsocket", "bossbot.sandbox"])
def test_what_is_killed_comes_back_and_the_download_ends_well(
    victim: str, place: Place, site_player: SitePlayer
) -> None:
    """Kill -9 of worker, server or zygote in the middle of a fetch: complete anyway."""
    getting = place.start("get", "--json", "-o", str(place.out), LONG_ENOUGH)
    being_fetched(site_player, "/clip.mp4")
    getting.below(victim).kill()
    ended = getting.end()

    (found,) = ended.objects
    assert (ended.code, found["status"]) == (0, "completed"), ended.stderr
    (saved,) = place.out.iterdir()
    assert found["files"][0]["path"] == str(saved)
    assert found["files"][0]["size"] == saved.stat().st_size
    place.expect_nothing_left()


def test_kill_9_of_get_leaves_no_process_and_the_next_one_sweeps(
    place: Place, site_player: SitePlayer
) -> None:
    """The files delivered before stay; its directories go with the next `get`."""
    getting = place.start("get", "-o", str(place.out), PHOTO, SLOW)
    being_fetched(site_player, "/clip.mp4")
    getting.process.kill()
    getting.end()
    place.expect_no_processes()

    torn = place.out / f".{delivering(place)}-0-0-0.part"
    place.out.mkdir(exist_ok=True)
    torn.write_bytes(b"half a file")
    others = place.out / ".another-0-0-0.part"
    others.write_bytes(b"not ours")
    assert place.get(PHOTO).code == 0
    assert not torn.exists()
    others.unlink()
    place.expect_nothing_left()


def delivering(place: Place) -> str:
    """The id of a download that the killed one had to deliver."""
    (note,) = place.temporary.glob("boss-bot-get-*/delivers.json")
    return str(json.loads(note.read_text())["ids"][0])


def test_a_second_signal_ends_it_on_the_spot(
    place: Place, site_player: SitePlayer
) -> None:
    """Whoever presses Ctrl-C twice doesn't wait, and leaves no process either."""
    getting = place.start("get", "-o", str(place.out), SLOW)
    being_fetched(site_player, "/clip.mp4")
    getting.below("celery").send_signal(signal.SIGSTOP)
    getting.process.send_signal(signal.SIGINT)
    getting.process.send_signal(signal.SIGINT)
    assert getting.end().code == 130
    place.expect_no_processes()
