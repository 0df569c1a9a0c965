"""The bot's process: log in, follow, and end with an exit code that says why."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord
import structlog

from bossbot.adapters.discord_api import OFFICIAL, point_at
from bossbot.bootstrap.bot import BotServices, bot_services
from bossbot.bot.client import BossBot
from bossbot.bot.services import Services
from bossbot.bot.supervisor import supervised
from bossbot.models import GatewayState
from bossbot.settings import EXIT_ENVIRONMENT, Settings, SettingsError

log = structlog.get_logger(__name__)

DONE: Final = 0
FAILED: Final = 1

_INTENTS: Final = (
    "Discord refuses the message content intent: switch it on in the developer portal "
    "(your application > Bot > Privileged Gateway Intents > Message Content Intent)."
)


def run_bot(settings: Settings) -> int:
    """Run the bot until it is stopped (SIGINT, SIGTERM) or breaks.

    Returns:
        The exit code: 0 stopped, 1 broken (start it again), 3 not configured.
    """
    try:
        asyncio.run(_run(settings))
    except SettingsError as problem:
        sys.stderr.write(f"{problem}\n")
        return EXIT_ENVIRONMENT
    except Exception:
        log.exception("the bot broke")
        return FAILED
    return DONE


async def _run(settings: Settings) -> None:
    token = settings.require_discord_token()
    point_at(settings.discord_api_base, settings.discord_gateway)
    async with bot_services(settings) as given:
        # What was imported stays: looking it through for garbage takes 50 ms each time.
        gc.freeze()
        state = GatewayState()

        async def once() -> None:
            nonlocal state
            async with BossBot(
                services=services_of(settings, given), memory=given.memory, before=state
            ) as bot:
                try:
                    # once reached, Discord is no more than away
                    reached = state.since is not None or state.disconnects > 0
                    with explained(settings, reached=reached):
                        await bot.login(token)
                        await _until_one_ends(bot.connect(), bot.follower.run())
                finally:
                    state = bot.lifecycle.state

        await _until_one_ends(supervised(once), _stopped())


def services_of(settings: Settings, given: BotServices) -> Services:
    """What was built, as the commands see it."""
    return Services(
        settings=settings,
        queue=given.queue,
        preferences=given.preferences,
        grants=given.grants,
        limiter=given.limiter,
        uploads=given.uploads,
        statistics=given.statistics,
    )


async def _until_one_ends(*runs: Coroutine[None, None, None]) -> None:
    """Run them together; the first to end, well or badly, ends the others."""
    tasks = [asyncio.ensure_future(run) for run in runs]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    log.info("bot stops")


@contextmanager
def explained(settings: Settings, *, reached: bool) -> Iterator[None]:
    """Says what an operator has to do about the failures that only they can cure.

    Args:
        settings: The configuration.
        reached: Whether this process has spoken to Discord before. If so, and where it
            is Discord's own address, it is away and comes back: that is tried again.
    """
    try:
        yield
    except discord.LoginFailure:
        raise SettingsError(
            "DISCORD_TOKEN is refused by Discord: copy it anew from the bot's page in "
            "the Discord developer portal (your application > Bot > Reset Token)."
        ) from None
    except discord.PrivilegedIntentsRequired:
        raise SettingsError(_INTENTS) from None
    except (aiohttp.ClientConnectorError, discord.GatewayNotFound):
        if reached or settings.discord_api_base == OFFICIAL:
            raise
        raise SettingsError(
            f"Discord can't be reached at {settings.discord_api_base} "
            "(DISCORD_API_BASE)."
        ) from None
