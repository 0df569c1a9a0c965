"""Where Flower is put, and behind which password."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.local.flower import place_flower
from bossbot.settings import Settings

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLOWER_PORT", "5999")


def test_without_a_password_it_gets_a_new_one() -> None:
    """Another one every time, long, and not shown by accident."""
    one, other = place_flower(Settings.load()), place_flower(Settings.load())
    assert one.login is not None
    assert one.variables["FLOWER_BASIC_AUTH"] == ":".join(one.login)
    assert len(one.login[1]) >= 20
    assert one.login != other.login
    assert one.login[1] not in repr(one)


@pytest.mark.parametrize("name", ["FLOWER_BASIC_AUTH", "FLOWER_AUTH"])
def test_a_configured_login_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made or printed where somebody decided already."""
    monkeypatch.setenv(name, "user:word")
    place = place_flower(Settings.load())
    assert place.login is None
    assert place.variables[name] == "user:word"


def test_env_files_configure_flower_too(tmp_path: Path) -> None:
    """Flower itself reads no `.env`; its variables are passed on."""
    (tmp_path / ".env").write_text("FLOWER_BASIC_AUTH=user:word\n")
    assert place_flower(Settings.load()).variables["FLOWER_BASIC_AUTH"] == "user:word"


def test_a_platforms_port_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """PORT is what the outside is routed to."""
    assert place_flower(Settings.load()).url == "http://127.0.0.1:5999/"
    monkeypatch.setenv("PORT", "8080")
    assert place_flower(Settings.load()).url == "http://0.0.0.0:8080/"
