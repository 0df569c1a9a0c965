"""How settings are changed, as one writes it: behind a prefix, or as slash command."""

from __future__ import annotations

from typing import Final

from bossbot.messages.catalogue import DLS
from bossbot.messages.commands import SLASH

_SERVER: Final = "guild"
_ROLE: Final = "role"
_RESET: Final = "reset"


def spelled(words: str, prefix: str) -> str:
    """What changes or resets a setting, in a code span.

    Args:
        words: What stands behind `dls`: `guild deny_platforms tiktok`.
        prefix: What stands before a command; `SLASH` for who uses slash commands.
    """
    if prefix != SLASH:
        return f"`{prefix}{DLS.name} {words}`"
    parts = words.split()
    where = [DLS.slash]
    if parts[0] == _SERVER:
        where, parts = [*where, "server"], parts[1:]
    return f"`{SLASH}{' '.join([*where, *_options(parts)])}`"


def _options(parts: list[str]) -> list[str]:
    first, *rest = parts
    if first == _ROLE:
        named = zip((_ROLE, "setting", "value"), rest, strict=False)
        return [_ROLE, *(f"{name}:{word}" for name, word in named)]
    if first == _RESET:
        return [_RESET, *(f"name:{word}" for word in rest)]
    return ["update", f"name:{first}", f"value:{' '.join(rest)}"]
