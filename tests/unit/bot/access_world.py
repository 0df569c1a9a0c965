"""A caller, and what the gate and the settings need, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.settings import Settings
from tests.world.memory_access import MemoryGrants, MemoryLimiter, MemoryPreferences
from tests.world.memory_queue import MemoryQueue

OWNER, GUILD, CHANNEL = "9", "1", "5"


def settings(**changed: object) -> Settings:
    return Settings.load(_env_file=None, discord_admin_user_id=OWNER, **changed)


def caller(**changed: Any) -> Caller:
    """A member who may write, in a server."""
    usual: dict[str, Any] = {
        "user": "7",
        "guild": GUILD,
        "channel": CHANNEL,
        "command": "100",
        "message": "100",
        "roles": (GUILD, "20"),
        "upload_limit": 20 * 1024 * 1024,
    }
    return Caller(**(usual | changed))


@dataclass
class AccessWorld:
    settings: Settings = field(default_factory=settings)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    preferences: MemoryPreferences = field(default_factory=MemoryPreferences)
    grants: MemoryGrants = field(default_factory=MemoryGrants)
    limiter: MemoryLimiter = field(default_factory=lambda: MemoryLimiter(strict=True))

    @property
    def services(self) -> Services:
        """What isn't asked for here is None."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        rest: dict[str, Any] = {one.name: None for one in fields(Services)}
        return Services(**(rest | mine))
