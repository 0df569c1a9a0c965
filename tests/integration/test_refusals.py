"""`celery -A tasks …` where it can't run: one sentence, exit code 3, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.world.processes import ROOT, clean_environment

pytestmark = pytest.mark.integration

REDIS = {"REDIS_URL": "redis://127.0.0.1:1/0"}


def refusal(*command: str, **variables: str) -> str:
    """What the command says; it must have ended with exit code 3."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tasks", *command],
        cwd=ROOT,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3, done.stdout + done.stderr
    (sentence,) = (done.stdout + done.stderr).splitlines()
    return sentence


@pytest.mark.parametrize("command", ["worker", "beat"])
def test_without_redis_the_variable_is_named(command: str) -> None:
    """Nothing of Celery's own default, a RabbitMQ on this machine, is tried."""
    assert "REDIS_URL" in refusal(command)


@pytest.mark.parametrize("command", ["worker", "beat", "flower"])
def test_a_wrong_setting_is_named(command: str) -> None:
    """Each command validates the settings when it starts."""
    variables = {"BOSS_BOT_MAX_FILES": "many", "FLOWER_BASIC_AUTH": "a:b"}
    assert "BOSS_BOT_MAX_FILES" in refusal(command, **REDIS, **variables)


def test_a_worker_without_storage_names_the_setting() -> None:
    """It says so before it takes work."""
    root = {"BOSS_BOT_STORAGE_ROOT": "/proc/nowhere"}
    assert "STORAGE_ROOT" in refusal("worker", **REDIS, **root)


def test_a_worker_with_a_canary_that_is_no_link_names_the_setting(
    tmp_path: Path,
) -> None:
    """Nobody would ever look, and nobody would notice; the link isn't shown."""
    said = refusal(
        "worker",
        **REDIS,
        BOSS_BOT_STORAGE_ROOT=str(tmp_path),
        BOSS_BOT_CANARY_URLS="https://x.com/a/status/1 ftp://secret.example/",
    )
    assert "BOSS_BOT_CANARY_URLS: link 2" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("links", "expected"), [("", "False"), ("https://x.com/a/status/1", "True")]
)
def test_beat_ticks_for_canaries_only_where_there_are_some(
    links: str, expected: str
) -> None:
    """They are off until links are named."""
    program = "import celeryconfig; print('canaries' in celeryconfig.beat_schedule)"
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment(**REDIS, BOSS_BOT_CANARY_URLS=links),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert said.strip() == expected


def test_flower_without_a_password_refuses() -> None:
    """It would stand open, and has buttons that shut workers down."""
    assert "FLOWER_BASIC_AUTH" in refusal("flower", **REDIS)


@pytest.mark.parametrize("credentials", [",", "user", "user:", ":password", "é:x"])
def test_flower_with_half_a_password_refuses(credentials: str) -> None:
    """An empty entry would let in whoever sends an empty one."""
    said = refusal("flower", **REDIS, FLOWER_BASIC_AUTH=credentials)
    assert "user:password" in said
