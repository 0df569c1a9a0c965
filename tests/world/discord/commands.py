"""The commands an application registered, as a member's client knows them."""

from __future__ import annotations

import re
from typing import Any

from tests.world.discord.ids import snowflake
from tests.world.discord.limits import refuse
from tests.world.discord.replies import UNKNOWN_COMMAND, Refused

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUB_COMMAND, GROUP = 1, 2
NAME = re.compile(r"[-_'\w]{1,32}")


class Commands:
    """By guild id; those of everywhere under the empty one.

    Attributes:
        puts: How often the whole list was replaced: clients should do that seldom.
    """

    def __init__(self, application_id: str) -> None:
        self._application_id = application_id
        self._lists: dict[str, list[dict[str, Any]]] = {}
        self.puts = 0

    def all(self, guild_id: str = "") -> list[dict[str, Any]]:
        return self._lists.setdefault(guild_id, [])

    def put(self, guild_id: str, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Replace all; what keeps its name keeps its id."""
        keys = [(body.get("type", CHAT), body["name"]) for body in bodies]
        if len(keys) != len(set(keys)):
            refuse("a name used twice")
        for kind, most in ((CHAT, 100), (USER_MENU, 15), (MESSAGE_MENU, 15)):
            if sum(key[0] == kind for key in keys) > most:
                refuse(f"more than {most} commands of type {kind}")
        made = [self._made(guild_id, body) for body in bodies]
        self._lists[guild_id] = made
        self.puts += 1
        return made

    def post(self, guild_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Add one; it replaces one of the same name and type."""
        made = self._made(guild_id, body)
        others = [one for one in self.all(guild_id) if one["id"] != made["id"]]
        self._lists[guild_id] = [*others, made]
        return made

    def get(self, guild_id: str, command_id: str) -> dict[str, Any]:
        for command in self.all(guild_id):
            if command["id"] == command_id:
                return command
        raise Refused(*UNKNOWN_COMMAND)

    def patch(
        self, guild_id: str, command_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        command = self.get(guild_id, command_id)
        _check(command | body)
        command.update(body)
        return command

    def delete(self, guild_id: str, command_id: str) -> None:
        self.all(guild_id).remove(self.get(guild_id, command_id))

    def find(self, guild_id: str | None, kind: int, name: str) -> dict[str, Any] | None:
        """What a member would pick there: the guild's own one first."""
        for place in {guild_id or "": None, "": None}:
            for command in self.all(place):
                if (command["type"], command["name"]) == (kind, name):
                    return command
        return None

    def names(self, guild_id: str | None) -> list[str]:
        """All full names there, sub-commands written out."""
        found = []
        for place in {guild_id or "": None, "": None}:
            for command in self.all(place):
                found += _full_names(command)
        return found

    def _made(self, guild_id: str, body: dict[str, Any]) -> dict[str, Any]:
        command = {"type": CHAT, "description": "", "options": [], **body}
        _check(command)
        before = self.find(guild_id, command["type"], command["name"])
        own = before is not None and before in self.all(guild_id)
        command["id"] = before["id"] if own and before else snowflake()
        command["application_id"] = self._application_id
        command["version"] = snowflake()
        return command | ({"guild_id": guild_id} if guild_id else {})


def _full_names(command: dict[str, Any]) -> list[str]:
    inside = [
        one for one in command.get("options", ()) if one["type"] in {SUB_COMMAND, GROUP}
    ]
    if not inside:
        return [command["name"]]
    return [f"{command['name']} {name}" for one in inside for name in _full_names(one)]


def _check(command: dict[str, Any]) -> None:
    name = command["name"]
    if command.get("type", CHAT) != CHAT:
        if not 1 <= len(name) <= 32:
            refuse("name: must be between 1 and 32 in length")
        if command.get("description") or command.get("options"):
            refuse("description, options: not of a menu")
        return
    _check_texts(command)
    _check_options(command.get("options") or [])


def _check_texts(one: dict[str, Any]) -> None:
    name = one["name"]
    if not NAME.fullmatch(name) or name != name.lower():
        refuse(f"name: {name!r} is no command's or option's name")
    if not 1 <= len(one.get("description") or "") <= 100:
        refuse(f"description: of {name} must be between 1 and 100 in length")


def _check_options(options: list[dict[str, Any]]) -> None:
    names = [one["name"] for one in options]
    if len(options) > 25 or len(names) != len(set(names)):
        refuse("options: at most 25, each with a name of its own")
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        refuse("options: required ones come first")
    for one in options:
        _check_texts(one)
        choices = one.get("choices") or []
        if len(choices) > 25 or (choices and one.get("autocomplete")):
            refuse("choices: at most 25, and none with autocomplete")
        for choice in choices:
            if not 1 <= len(choice["name"]) <= 100 or len(str(choice["value"])) > 100:
                refuse("choices: names and values of at most 100 characters")
        _check_options(one.get("options") or [])
