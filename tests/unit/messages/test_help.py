"""The help says what the catalogue says, about every command."""

from __future__ import annotations

import pytest

from bossbot.messages.catalogue import COMMANDS, DLADMIN, DLQ, MENU
from bossbot.messages.command import Command
from bossbot.messages.help import about, find, overview, unknown

pytestmark = pytest.mark.unit


def test_the_overview_names_every_command_for_members() -> None:
    """One line each; what is the owner's stays out."""
    text = overview("$")
    for command in COMMANDS:
        assert (command.summary in text) is not command.owner
    assert len(text) <= 2000
    assert DLADMIN.summary in overview("$", owner=True)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.slash)
def test_everything_about_one(command: Command) -> None:
    """Usage, examples, notes, who may and how often; it fits into a message."""
    text = about(command, "!")
    assert command.summary in text
    assert all(note in text for note in command.notes)
    assert f"{command.rate.per_minute} times a minute" in text
    if command.name:
        assert f"`!{command.name}" in text
        assert f"`/{command.slash}" in text
    assert text.count("`") % 2 == 0
    assert len(text) <= 2000


@pytest.mark.parametrize("word", ["dlq", "$dlq", "/queue list", "Queue  List", "DLQ"])
def test_a_command_is_found_by_either_name(word: str) -> None:
    """With or without what stands before it."""
    assert find(word, "$") is DLQ


@pytest.mark.parametrize("word", ["", "nonsense", "$", "/"])
def test_no_command(word: str) -> None:
    """The menu, which has no name, isn't meant by no word."""
    assert find(word, "$") is None
    assert MENU.name == ""


def test_an_unknown_one_lists_those_there_are() -> None:
    """The word itself is harmless."""
    text = unknown("`@everyone`", "$")
    assert "`dl`" in text
    assert "`dladmin`" not in text
    assert "`'@everyone'`" in text


def test_names_are_unique() -> None:
    """Neither by prefix nor by slash can two be meant."""
    names = [one.name for one in COMMANDS if one.name]
    slashes = [one.slash for one in COMMANDS]
    assert len(set(names)) == len(names)
    assert len(set(slashes)) == len(slashes)


def test_discord_takes_the_words() -> None:
    """A slash command's description has 100 characters at most."""
    assert all(len(one.summary) <= 100 for one in COMMANDS)
