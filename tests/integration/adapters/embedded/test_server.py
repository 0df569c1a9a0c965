"""The embedded server: started, used, stopped, crashed, and never in anyone's way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import redis
from kombu import Connection

from bossbot.adapters.embedded import EmbeddedServer, find_running
from bossbot.settings import SettingsError
from tests.integration.adapters.embedded.conftest import Starter

pytestmark = pytest.mark.integration

type Connect = Callable[[EmbeddedServer], redis.Redis]


def test_both_libraries_reach_it(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """redis-py and kombu find the same server, each by its own URL."""
    server = start(tmp_path)
    client(server).set("word", "here")
    with Connection(server.broker_url) as broker:
        assert broker.default_channel.client.get("word") == b"here"


def test_data_stays_with_the_program_that_wrote_it(
    tmp_path: Path,
    start: Starter,
    client: Connect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Redis that is installed later couldn't read Valkey's data, or worse."""
    server = start(tmp_path)
    client(server).set("word", "kept")
    server.stop()
    other = tmp_path / "bin" / "redis-server"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\necho 'Redis server v=7.0.15 sha=0'\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(other.parent), prepend=":")
    assert client(start(tmp_path)).get("word") in ("kept", b"kept")


def test_it_persists_evicts_nothing_and_opens_no_port(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """What the ledger relies on is configured, and the socket is the only way in."""
    server = start(tmp_path)
    settings = client(server).config_get("*")
    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "everysec"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["port"] == "0"
    assert server.socket.parent.stat().st_mode & 0o777 == 0o700


def test_it_shares_neither_session_nor_environment(
    tmp_path: Path, start: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C on our terminal doesn't reach it, and no secret of ours does."""
    monkeypatch.setenv("BOSS_BOT_DISCORD_TOKEN", "a-secret")
    server = start(tmp_path)
    assert server.pid is not None
    assert os.getsid(server.pid) != os.getsid(0)
    assert "a-secret" not in psutil.Process(server.pid).environ().values()


def test_a_stop_keeps_the_data_and_nothing_else(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """Stopped right after a write, the next start has it; the socket is gone."""
    first = start(tmp_path)
    client(first).set("word", "kept")
    runtime = first.socket.parent
    first.stop()
    assert not runtime.exists()
    assert not first.alive()
    assert client(start(tmp_path)).get("word") == "kept"


def test_a_crash_is_seen_and_cured_on_the_same_data(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """Kill -9 of the server: `alive` says so, `restart` serves the data, same URL."""
    server = start(tmp_path)
    url, connection = server.url, client(server)
    connection.set("word", "kept")
    killed = psutil.Process(server.pid)
    killed.kill()
    killed.wait(10)
    assert not server.alive()
    server.restart()
    assert server.url == url
    assert connection.get("word") == "kept"


def test_two_on_different_data_do_not_meet(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """Two servers at once are two servers."""
    one, other = client(start(tmp_path / "a")), client(start(tmp_path / "b"))
    one.set("word", "one")
    assert other.get("word") is None


def test_a_second_on_the_same_data_is_refused(
    tmp_path: Path, start: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers would ruin the data; the message says what to do."""
    monkeypatch.setattr(
        "bossbot.adapters.embedded.server._PREDECESSOR_SECONDS", 0.2, raising=True
    )
    start(tmp_path)
    with pytest.raises(SettingsError, match=r"in use .* stop the other"):
        start(tmp_path)


def test_a_deep_storage_root_gets_a_short_socket(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """The socket's path has a limit of its own, far below that of files."""
    deep = tmp_path / "/".join(["quite-a-long-directory"] * 8)
    server = start(deep / "redis", runtime_dir=deep / "run")
    assert len(os.fsencode(server.socket)) <= 100
    assert client(server).ping()


def test_a_short_runtime_directory_is_used(tmp_path: Path, start: Starter) -> None:
    """Where the caller's directory will do, the socket stands there."""
    wanted = tmp_path / "r"
    if len(os.fsencode(wanted / "redis.sock")) > 100:
        pytest.skip("the test directory is too deep here")
    assert start(tmp_path / "d", runtime_dir=wanted).socket.parent == wanted


def test_other_commands_find_it_while_it_runs(tmp_path: Path, start: Starter) -> None:
    """`find_running` knows the server of a root, and not one that has gone."""
    assert find_running(tmp_path) is None
    server = start(tmp_path / "redis")
    assert find_running(tmp_path) == server.url
    killed = psutil.Process(server.pid)
    killed.kill()
    killed.wait(10)
    assert find_running(tmp_path) is None
    server.restart()
    assert find_running(tmp_path) == server.url
    server.stop()
    assert find_running(tmp_path) is None


def test_a_data_directory_that_cannot_be_made_is_explained(
    tmp_path: Path, start: Starter
) -> None:
    """The operating system's reason, not a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"(Not a directory|File exists)$"):
        start(tmp_path / "file" / "redis")


def test_ruined_data_is_a_clear_error(
    tmp_path: Path, start: Starter, client: Connect
) -> None:
    """A server that refuses its data is reported with its own last words."""
    server = start(tmp_path)
    client(server).set("word", "kept")
    server.stop()
    for file in (tmp_path / "appendonlydir").glob("*.incr.aof"):
        file.write_bytes(b"*1\r\n$nonsense" + file.read_bytes())
    with pytest.raises(SettingsError, match=r"The embedded server ended: [^ ]"):
        start(tmp_path)
