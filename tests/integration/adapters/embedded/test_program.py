"""Which server program is taken."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from bossbot.adapters.embedded import find_program, program
from bossbot.settings import SettingsError

pytestmark = pytest.mark.integration


def install(folder: Path, name: str, says: str) -> Path:
    """A program that knows its version and nothing else."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_machines_own_server_comes_first(bin_folder: Path) -> None:
    """Redis before Valkey, both before the wheel."""
    valkey = install(bin_folder, "valkey-server", "Valkey server v=8.1.0 sha=0")
    assert find_program() == valkey
    redis = install(bin_folder, "redis-server", "Redis server v=7.0.15 sha=0")
    assert find_program() == redis


@pytest.mark.parametrize("says", ["Redis server v=5.0.7 sha=0", "no version at all"])
def test_one_that_will_not_do_is_passed_over(bin_folder: Path, says: str) -> None:
    """Too old, or not what its name says."""
    unfit = install(bin_folder, "redis-server", says)
    with suppress(SettingsError):  # no wheel on this machine
        assert find_program() != unfit


def test_without_any_the_message_says_what_to_install(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither on PATH nor as a wheel."""
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"REDIS_URL .* install one"):
        find_program()
