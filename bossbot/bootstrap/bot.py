"""All that the bot is handed: the queue, and what people may and want."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bossbot.adapters.access import Grants, Limiter, Preferences
from bossbot.adapters.ledger import Memory, Scripts, Statistics, UploadLimits
from bossbot.bootstrap.client import QueueClient, connected
from bossbot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BotServices:
    """What the bot uses; all on the ledger's one client."""

    queue: QueueClient
    preferences: Preferences
    grants: Grants
    limiter: Limiter
    uploads: UploadLimits
    statistics: Statistics
    memory: Memory


@asynccontextmanager
async def bot_services(settings: Settings) -> AsyncIterator[BotServices]:
    """Build them; they end with the block.

    Raises:
        SettingsError: No Redis is configured.
    """
    async with connected(settings) as queue:
        yield BotServices(
            queue=queue,
            preferences=Preferences(queue.client),
            grants=Grants(queue.client),
            limiter=Limiter(queue.client),
            uploads=UploadLimits(Scripts(queue.client)),
            statistics=Statistics(queue.client),
            memory=Memory(queue.client),
        )
