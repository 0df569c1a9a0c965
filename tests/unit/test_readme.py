"""The README's claims that a program can check."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from pydantic_core import PydanticUndefined

from bossbot.cli import cli
from bossbot.settings import Settings, variable

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTED = dict(re.findall(r"(?m)^\| `([A-Z][A-Z_]+)` \| ([^|]+?) \| .+ \|$", README))
CODE = "".join(
    path.read_text("utf-8")
    for folder in ("bossbot", "tasks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.parent.name != "checks"
) + (ROOT / "celeryconfig.py").read_text("utf-8")
MACHINES_OWN = {
    "BOSS_BOT_CPU_SLOTS": "cores",
    "BOSS_BOT_STORAGE_ROOT": "`/tmp/boss-bot`",
}


def default_of(field: str) -> str:
    """A default as the README writes it."""
    name = variable(field)
    if name in MACHINES_OWN:
        return MACHINES_OWN[name]
    value = Settings.model_fields[field].default
    assert value is not PydanticUndefined, field
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return f"`{' '.join(map(str, value))}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_every_setting_is_documented_and_nothing_else() -> None:
    """Nothing is read that isn't documented, nothing documented isn't read."""
    assert set(DOCUMENTED) == {variable(field) for field in Settings.model_fields}


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_the_documented_default_is_the_default(field: str) -> None:
    """A table that lags behind misleads."""
    assert DOCUMENTED[variable(field)] == default_of(field)


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_each_setting_has_an_effect(field: str) -> None:
    """One that no module reads, but to show it, would be an empty promise."""
    if field == "discord_client_id":  # for the invite link that `check` shows
        return
    assert re.search(rf"(?:settings|self)\.(?:require_)?{field}\b", CODE)


def test_every_command_is_told_of() -> None:
    """By its name; and no command is promised that isn't there."""
    told = set(re.findall(r"\bbossbot ([a-z]+)\b", README))
    assert told == set(cli.list_commands(click.Context(cli)))


def test_every_path_exists() -> None:
    """Files and folders that the README points to."""
    paths = set(
        re.findall(r"`((?:bossbot|tasks|tests|deploy|\.ci)/[\w./*-]*)`", README)
    )
    assert len(paths) > 10
    assert [path for path in paths if not any(ROOT.glob(path.rstrip("/")))] == []


def test_the_commands_of_the_queue_exist_and_are_all_told_of() -> None:
    """In the table of them all, and each with the options it is said to have."""
    group = cli.get_command(click.Context(cli), "queue")
    assert isinstance(group, click.Group)
    [row] = re.findall(r"(?m)^\| `bossbot queue …` \| (.+): see .+\|$", README)
    assert re.findall(r"`(\w+)`", row) == group.list_commands(click.Context(group))
    table = README.partition("| `bossbot queue` … | does |")[2].partition("\n\n")[0]
    examples = re.findall(r"`(\w+) ?([^`]*)`", table)
    told = {name: words for name, words in examples if name in group.commands}
    assert set(told) == set(group.commands) - {"list", "show"}
    for name, words in told.items():
        options = {opt for param in group.commands[name].params for opt in param.opts}
        assert set(re.findall(r"--\w+", words)) <= options


def test_the_levels_are_as_they_are_set() -> None:
    """The table of the levels has the settings' defaults."""
    for name in ("normal", "premium"):
        once, day, most = (
            Settings.model_fields[f"{name}_{what}"].default
            for what in ("at_once", "per_day", "max_mb")
        )
        assert f"| {name} | {once} | {day} | {most} MB |" in README


def test_the_options_of_the_commands_exist() -> None:
    """Each option in a line about a command is one of it."""
    lines = re.findall(r"(?m)^\| `bossbot ([a-z]+)[^`]*` \| (.+) \|$", README)
    assert len(lines) == 6
    for name, text in lines:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        options = {option for param in command.params for option in param.opts}
        for words in re.findall(r"`(-[^`]+)`", text):
            assert shlex.split(words)[0] in options, name
