"""A server never outlives its parent, and its data always does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import psutil
import pytest
import redis

from bossbot.adapters.embedded import EmbeddedServer, find_running
from bossbot.settings import SettingsError
from tests.integration.adapters.embedded.conftest import Starter

pytestmark = pytest.mark.integration

type Parent = Callable[[Path, str], tuple[Popen[str], psutil.Process]]


@pytest.mark.parametrize("how", ["in the main thread", "in a thread"])
def test_kill_9_of_the_parent_takes_the_server_along(
    how: str, tmp_path: Path, parent: Parent
) -> None:
    """No orphan is left two seconds after the parent's kill -9."""
    starter, server = parent(tmp_path, how)
    starter.kill()
    server.wait(2)
    assert not server.is_running()


def test_the_end_of_a_thread_is_not_the_parents_end(
    tmp_path: Path, parent: Parent
) -> None:
    """Started by a thread that has ended, the server goes on."""
    parent(tmp_path / "redis", "in a thread")
    assert find_running(tmp_path) is not None


def test_the_next_one_has_the_data_of_a_killed_parent(
    tmp_path: Path,
    parent: Parent,
    start: Starter,
    client: Callable[[EmbeddedServer], redis.Redis],
) -> None:
    """A start right after the kill waits for the predecessor and loads its data."""
    starter, _ = parent(tmp_path / "redis", "in the main thread")
    url = find_running(tmp_path)
    assert url is not None
    with redis.Redis.from_url(url) as connection:
        connection.set("word", "kept")
    starter.kill()
    assert client(start(tmp_path / "redis")).get("word") == "kept"


def test_a_server_that_has_not_gone_yet_keeps_the_next_one_away(
    tmp_path: Path,
    parent: Parent,
    start: Starter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its parent is dead, itself frozen: two writers would still ruin the data."""
    monkeypatch.setattr("bossbot.adapters.embedded.server._PREDECESSOR_SECONDS", 0.2)
    starter, server = parent(tmp_path, "in the main thread")
    server.suspend()
    starter.kill()
    starter.wait()
    try:
        with pytest.raises(SettingsError, match="in use"):
            start(tmp_path)
    finally:
        server.resume()
    server.wait(10)
    assert start(tmp_path).alive()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's tether is Linux'")
def test_the_tether_leaves_no_process_of_its_own(
    tmp_path: Path, parent: Parent
) -> None:
    """On Linux the tether becomes the server: one process, not two."""
    starter, server = parent(tmp_path, "in the main thread")
    assert [child.pid for child in psutil.Process(starter.pid).children()] == [
        server.pid
    ]
