"""What a command is: how it is used, who may, how often."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.models import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often one user may do something.

    Attributes:
        name: What is counted; commands with the same name share a limit.
        per_minute: How many in any 60 s.
        cooldown: Seconds between two.
    """

    name: str
    per_minute: int
    cooldown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command.

    Attributes:
        name: What follows the prefix.
        slash: The same as a slash command, without the slash: `queue list`.
        usage: What may stand behind `name`.
        slash_usage: Likewise behind `slash`.
        summary: One sentence; Discord shows it beside the slash command.
        examples: What to write behind the name.
        notes: What else is good to know.
        needs: The permission; None where anyone may.
        owner: Whether it is for the bot's owner and the level `admin` alone.
        direct: Whether it works in direct messages.
        rate: How often.
        updates: How often where it changes something (settings).
    """

    name: str
    slash: str
    summary: str
    usage: str = ""
    slash_usage: str = ""
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    needs: Permission | None = None
    owner: bool = False
    direct: bool = False
    rate: Rate
    updates: Rate | None = None
