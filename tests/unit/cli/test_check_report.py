"""What `bossbot check` shows: nothing secret, everything set, problems with a fix."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click
import discord
import pytest

from bossbot.cli.checks import report
from bossbot.cli.checks.configuration import Setting, configuration
from bossbot.cli.checks.discord import invite
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.server import place
from bossbot.settings import Settings, variable

pytestmark = pytest.mark.unit

CANARY = "canary-9f3b"
AREA = Area(name="Redis")
FINE = AREA.ok("server", "redis://host:6379/0")
NOTED = AREA.warning("persistence", "off", "Set appendonly yes.")
BAD = AREA.missing("version", "5.0", "Use Redis 6.2 or newer.")


def settings_of(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[Setting]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return list(configuration(Settings.load(_env_file=None)))


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens are hidden; of addresses only user, password and options are."""
    shown = settings_of(
        monkeypatch,
        DISCORD_TOKEN=CANARY,
        SENTRY_DSN=f"https://{CANARY}@sentry.example/1",
        REDIS_URL=f"rediss://me:{CANARY}@host:6380/2?password={CANARY}",
        BOSS_BOT_BROKER_URL=f"redis:{CANARY}@host",
        BOSS_BOT_PROXY=f"http://me:{CANARY}@proxy:3128",
    )
    assert CANARY not in repr(shown)
    values = {one.name: one.value for one in shown}
    assert values["REDIS_URL"] == "rediss://host:6380/2"
    assert values["BOSS_BOT_PROXY"] == "http://proxy:3128"


@pytest.mark.parametrize(
    "url",
    [
        f"redis://:{CANARY}@h/0",
        f"redis://:p?{CANARY}@h/0",
        f"redis://:a@{CANARY}@h/0",
        f"redis://:a/{CANARY}@h/0",
        f"unix:///s?password=a@{CANARY}",
        f"redis:/:{CANARY}@h",
        CANARY,
    ],
)
def test_a_password_is_hidden_however_the_url_is_misspelt(url: str) -> None:
    """Also where characters should have been quoted."""
    assert CANARY not in place(url)


def test_every_setting_is_told_with_its_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Bare and prefixed names count as the environment; `.env` is told apart."""
    (tmp_path / ".env").write_text("BOSS_BOT_MAX_FILES=7\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "8080")
    monkeypatch.setenv("BOSS_BOT_DISCORD_TOKEN", CANARY)
    shown = {one.name: one for one in configuration(Settings.load())}
    assert set(shown) == {variable(field) for field in Settings.model_fields}
    assert shown["PORT"].source == "environment"
    assert shown["DISCORD_TOKEN"].source == "environment"
    assert (shown["BOSS_BOT_MAX_FILES"].value, shown["BOSS_BOT_MAX_FILES"].source) == (
        "7",
        ".env",
    )
    assert shown["BOSS_BOT_COMMAND_PREFIX"] == Setting(
        name="BOSS_BOT_COMMAND_PREFIX", value="$", source="default"
    )


def test_the_table_names_problem_and_fix_within_80_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Long texts wrap under their own column; the last line sums up."""
    monkeypatch.setenv("COLUMNS", "80")
    long = AREA.warning("eviction", "word " * 40, "fix " * 40)
    text = click.unstyle(report.as_text([], [FINE, NOTED, long, BAD]))
    assert "✓ server" in text
    assert "! persistence" in text
    assert "→ Set appendonly yes." in text
    assert text.splitlines()[-1] == "✗ 1 missing or wrong; 2 to note (!)"
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("findings", "ok"), [([FINE, NOTED], True), ([FINE, BAD], False)]
)
def test_json_is_not_ok_only_if_something_is_missing(
    findings: list[Finding], ok: bool
) -> None:
    """Warnings alone leave it ok; every finding has its fix with it."""
    told = json.loads(report.as_json([], findings))
    assert told["ok"] is ok
    assert told["checks"][-1]["fix"] == findings[-1].fix


def test_the_invite_link_asks_for_the_rights_that_are_used() -> None:
    """Both scopes, and seven permissions by their names."""
    query = parse_qs(urlsplit(invite("123")).query)
    asked = discord.Permissions(int(query["permissions"][0]))
    assert query["scope"] == ["bot applications.commands"]
    assert {name for name, granted in asked if granted} == {
        "add_reactions",
        "attach_files",
        "embed_links",
        "read_message_history",
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
    }
