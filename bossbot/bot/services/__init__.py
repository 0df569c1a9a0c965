"""What the commands do: a function each, that answers a caller. Nothing of discord.py.

Prefix commands, slash commands, buttons and reactions are entries to the same ones.

- `taking`: what is behind `dl` in all its forms; `helping`: what there is.
- `administration`: what is the owner's.
- `controls`: what members do to downloads; `operations`: to one of them; `cancelling`:
  the same by word.
- `listing`, `statistics`, `health`: the queue, what has come of it, how the bot does.
- `preferences`: settings by word; `own_settings`, `server_settings`: what it leads to;
  `changing`: what their changes share.
"""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.bot.ports import (
    Grants,
    Limiter,
    Preferences,
    Queue,
    Statistics,
    Uploads,
)
from bossbot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All that a command may use."""

    settings: Settings
    queue: Queue
    preferences: Preferences
    grants: Grants
    limiter: Limiter
    uploads: Uploads
    statistics: Statistics
