"""The queue of the deployment that a command is about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bossbot.cli.exits import EnvironmentTrouble
from bossbot.settings import Settings

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient


def asked[T](ask: Callable[[QueueClient], Awaitable[T]]) -> T:
    """What `ask` finds out of the queue, or does to it.

    Raises:
        SettingsError: No Redis is configured, or it doesn't answer.
        EnvironmentTrouble: It went away meanwhile.
    """
    from bossbot.cli.joining import with_server
    from bossbot.local.shared import require_answer
    from bossbot.observability.logs import configure_logging
    from bossbot.pipeline.ports import LedgerAwayError

    settings = with_server(Settings.load())
    settings.require_redis_url()
    require_answer(settings)
    configure_logging(settings, process="cli")
    logging.getLogger().setLevel(logging.ERROR)  # the answer says what there is to know
    try:
        return asyncio.run(_ask(settings, ask))
    except LedgerAwayError:
        raise EnvironmentTrouble("Redis doesn't answer any more.") from None


async def _ask[T](settings: Settings, ask: Callable[[QueueClient], Awaitable[T]]) -> T:
    from bossbot.bootstrap import connected

    async with connected(settings, runs=False) as queue:
        return await ask(queue)
