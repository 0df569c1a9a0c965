"""What a member's client sends for a command, and what it wouldn't let them send."""

from __future__ import annotations

from typing import Any

from tests.world.discord.commands import (
    CHAT,
    GROUP,
    MESSAGE_MENU,
    SUB_COMMAND,
    Commands,
)
from tests.world.discord.messages import Attachment, Message
from tests.world.discord.permissions import in_channel, may
from tests.world.discord.state import Channel, Role, User

STRING, INTEGER, BOOLEAN, NUMBER = 3, 4, 5, 10
TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    6: (User,),
    7: (Channel,),
    8: (Role,),
    9: (User, Role),
    NUMBER: (int, float),
    11: (Attachment,),
}


class Usage:
    """Turns words and options into an interaction's `data`.

    An AssertionError says what a Discord client wouldn't have let the member do.
    """

    def __init__(self, commands: Commands, user: User, channel: Channel) -> None:
        self._commands = commands
        self._user = user
        self._channel = channel
        self._resolved: dict[str, dict[str, Any]] = {}

    def slash(
        self, words: str, given: dict[str, Any], focused: str = ""
    ) -> dict[str, Any]:
        """Of a slash command; with `focused`, of its autocomplete."""
        names = words.removeprefix("/").split()
        command = self._find(CHAT, names[0])
        path, at = [], command
        for name in names[1:]:
            found = [o for o in at.get("options", ()) if o["name"] == name]
            assert found, f"/{words} is not registered; there is {self._there()}"
            at = found[0]
            path.append(at)
        inside = at.get("options", [])
        whole = all(one["type"] not in {SUB_COMMAND, GROUP} for one in inside)
        assert whole, f"/{words} needs a sub-command; there is {self._there()}"
        values = self._values(words, inside, given, focused)
        for part in reversed(path):
            values = [{"name": part["name"], "type": part["type"], "options": values}]
        return self._data(command) | {"options": values}

    def menu(self, name: str, message: Message) -> dict[str, Any]:
        """Of a message's menu."""
        command = self._find(MESSAGE_MENU, name)
        self._resolved["messages"] = {message.id: message.to_json()}
        return self._data(command) | {"target_id": message.id}

    def _data(self, command: dict[str, Any]) -> dict[str, Any]:
        value = {key: command[key] for key in ("id", "name", "type")}
        if "guild_id" in command:
            value["guild_id"] = command["guild_id"]
        return value | ({"resolved": self._resolved} if self._resolved else {})

    def _there(self) -> str:
        return ", ".join(self._commands.names(self._channel.guild_id)) or "nothing"

    def _find(self, kind: int, name: str) -> dict[str, Any]:
        command = self._commands.find(self._channel.guild_id, kind, name)
        assert command, f"{name!r} is not registered; there is {self._there()}"
        contexts = command.get("contexts")
        here = 0 if self._channel.guild else 1
        direct = command.get("dm_permission") is not False or here == 0
        shown = direct if contexts is None else here in contexts
        assert shown, f"{name!r} is not shown in this kind of channel"
        if self._channel.guild is None:
            return command
        use = may(self._channel, self._user, "use_application_commands")
        assert use, f"{self._user.name} may not use commands here"
        wanted = int(command.get("default_member_permissions") or 0)
        has = in_channel(self._channel, self._user)
        assert has & wanted == wanted, f"{self._user.name} isn't shown {name!r}"
        nsfw = not command.get("nsfw") or self._channel.nsfw
        assert nsfw, f"{name!r} is shown in age-restricted channels only"
        return command

    def _values(
        self,
        words: str,
        options: list[dict[str, Any]],
        given: dict[str, Any],
        focused: str,
    ) -> list[dict[str, Any]]:
        known = {one["name"]: one for one in options}
        values = []
        for name, value in given.items():
            name = name if name in known else name.replace("_", "-")
            assert name in known, f"/{words} has no option {name!r}, but {[*known]}"
            option = known[name]
            entry = {"name": name, "type": option["type"]}
            if name == focused:
                assert option.get("autocomplete"), f"{name!r} has no autocomplete"
                entry |= {"value": value, "focused": True}
            else:
                entry["value"] = self._value(option, value)
            values.append(entry)
        needed = {one["name"] for one in options if one.get("required")}
        missing = needed - {entry["name"] for entry in values}
        assert focused or not missing, f"/{words} needs {sorted(missing)}"
        return values

    def _value(self, option: dict[str, Any], value: Any) -> Any:
        name, kind = option["name"], option["type"]
        fits = isinstance(value, TYPES[kind])
        boolean = isinstance(value, bool) and kind != BOOLEAN
        taken = fits and not boolean
        assert taken, f"{name!r} takes no {type(value).__name__}"
        if choices := option.get("choices"):
            names = {one["name"]: one["value"] for one in choices}
            assert value in names or value in names.values(), (
                f"{value!r} is not among the choices of {name!r}: {names}"
            )
            return names.get(value, value)
        if isinstance(value, str):
            least, most = option.get("min_length", 0), option.get("max_length", 6000)
            assert least <= len(value) <= most, f"{name!r}: {least} to {most} long"
        elif isinstance(value, int | float):
            assert value >= option.get("min_value", value), f"{name!r} is too small"
            assert value <= option.get("max_value", value), f"{name!r} is too large"
        else:
            self._resolve(value)
            return value.id
        return value

    def _resolve(self, value: User | Channel | Role | Attachment) -> None:
        guild = self._channel.guild
        if isinstance(value, User):
            self._keep("users", value.id, value.to_json())
            if guild:
                rights = {"permissions": str(in_channel(self._channel, value))}
                self._keep("members", value.id, guild.member(value) | rights)
        elif isinstance(value, Role):
            self._keep("roles", value.id, value.to_json())
        elif isinstance(value, Channel):
            self._keep("channels", value.id, value.to_json(self._user))
        else:
            self._keep("attachments", value.id, value.to_json())

    def _keep(self, kind: str, id_: str, value: dict[str, Any]) -> None:
        self._resolved.setdefault(kind, {})[id_] = value
