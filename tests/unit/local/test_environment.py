"""What child processes are told: exactly what this process was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.local.environment import environment
from bossbot.settings import Settings

pytestmark = pytest.mark.unit


def read_back(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a child that is told this, elsewhere."""
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir("/")
    return Settings.load()


def test_what_env_files_say_goes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child in another directory has the same settings, relative paths included."""
    (tmp_path / ".env").write_text(
        "BOSS_BOT_WORKER_SLOTS=3\nDISCORD_TOKEN=secret\nBOSS_BOT_CA_FILE=ca.pem\n"
        "BOSS_BOT_EGRESS_ALLOW=a:1, b:2\nENABLE_SENTRY=0\n"
    )
    monkeypatch.chdir(tmp_path)
    mine = Settings.load()
    child = read_back(environment(mine), monkeypatch)
    assert child.worker_slots == 3
    assert child.require_discord_token() == "secret"
    assert child.ca_file == tmp_path / "ca.pem"
    assert child.egress_allow == ("a:1", "b:2")
    assert child.enable_sentry is False


def test_changes_win_over_every_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed setting replaces what the environment says with and without prefix."""
    monkeypatch.setenv("REDIS_URL", "redis://theirs")
    monkeypatch.setenv("BOSS_BOT_BROKER_URL", "redis://broker")
    told = environment(Settings.load(), redis_url="unix:///mine", broker_url=None)
    monkeypatch.delenv("REDIS_URL")
    child = read_back(told, monkeypatch)
    assert child.require_redis_url() == "unix:///mine"
    assert child.broker_url is None
    assert "REDIS_URL" not in told


def test_what_is_not_ours_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """FLOWER_* and the machine's own variables reach the child."""
    monkeypatch.setenv("FLOWER_BASIC_AUTH", "user:word")
    assert environment(Settings.load())["FLOWER_BASIC_AUTH"] == "user:word"
