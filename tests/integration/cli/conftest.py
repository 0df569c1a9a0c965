from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.world.discord import DiscordServer
from tests.world.processes import ROOT, clean_environment
from tests.world.redis_server import redis_server

type Look = Callable[..., tuple[int, dict[str, dict[str, Any]]]]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def discord_server() -> Iterator[DiscordServer]:
    with DiscordServer() as server:
        yield server


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Run `bossbot check --json`: its exit code, and its findings by name."""

    def run(*options: str, **variables: str) -> tuple[int, dict[str, dict[str, Any]]]:
        root = {"BOSS_BOT_STORAGE_ROOT": str(tmp_path / "root")}
        done = subprocess.run(
            [sys.executable, "-m", "bossbot", "check", "--json", *options],
            cwd=ROOT,
            env=clean_environment(**(root | variables)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert not done.stderr
        told = json.loads(done.stdout)
        assert told["ok"] is (done.returncode == 0)
        return done.returncode, {one["name"]: one for one in told["checks"]}

    return run
