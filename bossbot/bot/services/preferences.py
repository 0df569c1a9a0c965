"""`$dls`: the words of the prefix command, led to what they mean.

The functions behind it are those of the slash commands, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bossbot.access.known import Known
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.bot.services.own_settings import reset, update, view
from bossbot.bot.services.server_settings import (
    reset_server,
    update_server,
    view_server,
)

__all__ = [
    "changes",
    "dls",
    "reset",
    "reset_server",
    "update",
    "update_server",
    "view",
    "view_server",
]

_GUILD: Final = ("guild", "server")
_UPDATE: Final = ("update", "set")


def changes(text: str) -> bool:
    """Whether the words behind `dls` change something, or only want to see it."""
    words = text.lower().split()
    if words and words[0] in _GUILD:
        del words[0]
    return words not in ([], ["view"])


async def dls(services: Services, caller: Caller, text: str, known: Known) -> Answer:
    """Show or change settings.

    Args:
        services: What it uses.
        caller: Who asks; the gate was passed.
        text: The words behind `dls`.
        known: The server's channels and roles; empty in direct messages.
    """
    words = text.split()
    match [word.lower() for word in words]:
        case [] | ["view"]:
            return await view(services, caller)
        case [first, *_] if first in _GUILD:
            return await _guild(services, caller, words[1:], known)
        case ["reset", *_]:
            return await reset(services, caller, " ".join(words[1:]) or None)
        case [first, *_] if first in _UPDATE:
            del words[0]
    name = words[0] if words else ""
    return await update(services, caller, name, " ".join(words[1:]))


async def _guild(
    services: Services, caller: Caller, words: Sequence[str], known: Known
) -> Answer:
    match [word.lower() for word in words]:
        case [] | ["view"]:
            return await view_server(services, caller)
        case ["reset", *_]:
            return await reset_server(services, caller, words[1:], known)
        case [first, *_] if first in _UPDATE:
            words = words[1:]
    return await update_server(services, caller, words, known)
