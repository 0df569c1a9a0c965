"""`bossbot get` stopped by its user, and beside others of its kind."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.cli.running import Place
from tests.world.processes import wait_until
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = pytest.mark.e2e

PHOTO = files.url("photo.jpg")
SLOW = files.url("clip.mp4?rate=3000")
"""A clip of 100 kB that takes half a minute."""


def being_fetched(player: SitePlayer, path: str) -> None:
    """Wait until the site was asked for it."""
    wait_until(
        lambda: any(seen.path.startswith(path) for seen in player.seen_at(files.HOST)),
        what=f"a request for {path}",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_and_reports(
    number: signal.Signals, place: Place, site_player: SitePlayer
) -> None:
    """Exit code 130; what is done is reported so, the rest cancelled; nothing left."""
    getting = place.start("get", "--json", "-o", str(place.out), PHOTO, SLOW)
    being_fetched(site_player, "/clip.mp4")
    wait_until((place.out / "photo.jpg").exists, what="the photo")
    getting.process.send_signal(number)
    ended = getting.end()

    assert ended.code == 130, ended.stderr
    status = {found["url"]: found["status"] for found in ended.objects}
    assert status == {PHOTO: "completed", SLOW: "cancelled"}
    cancelled = next(found for found in ended.objects if found["url"] == SLOW)
    assert cancelled["error"]["code"] == "cancelled"
    assert "fetch" in cancelled["stages"]
    assert [path.name for path in place.out.iterdir()] == ["photo.jpg"]
    assert "Traceback" not in ended.stderr
    place.expect_nothing_left()


def test_a_signal_before_anything_runs_ends_it_too(place: Place) -> None:
    """While server and worker are starting there is nothing to wait for."""
    getting = place.start("get", "--json", "-o", str(place.out), SLOW)
    getting.below("celery")
    getting.process.send_signal(signal.SIGINT)
    ended = getting.end()
    assert ended.code == 130, ended.stderr
    assert [found["status"] for found in ended.objects] == ["cancelled"]
    place.expect_nothing_left()


def test_two_at_once_do_not_disturb_one_another(place: Place) -> None:
    """Same settings, same directory, same link: two whole files, both commands done."""
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(place.get, "--json", PHOTO) for _ in range(2)]
    found = [one.result().objects[0] for one in both]
    assert [one.result().code for one in both] == [0, 0]
    contents = {Path(one["files"][0]["path"]).read_bytes() for one in found}
    assert len(contents) == 1
    place.expect_nothing_left()
