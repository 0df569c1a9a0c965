"""What the bot needs; `bossbot.bootstrap` hands it in.

- `downloads`: single ones; `deployment`: the queue as a whole; `following`: changes.
- `access`: what people may and want.
- `beside`: statistics, posts, what was learnt and remembered.
"""

from typing import Protocol

from bossbot.bot.ports.access import Grants, Limiter, Preferences
from bossbot.bot.ports.beside import Memory, Posts, Statistics, Uploads
from bossbot.bot.ports.deployment import Deployment
from bossbot.bot.ports.downloads import Downloads
from bossbot.bot.ports.following import Event, Following


class Queue(Downloads, Deployment, Following, Protocol):
    """The ledger as members see it; everything raises `LedgerAwayError`."""


__all__ = [
    "Deployment",
    "Downloads",
    "Event",
    "Following",
    "Grants",
    "Limiter",
    "Memory",
    "Posts",
    "Preferences",
    "Queue",
    "Statistics",
    "Uploads",
]
