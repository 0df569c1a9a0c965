"""Tells Discord which slash commands there are; only when they have changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import app_commands

from bossbot.bot.ports import Memory
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

KEPT: Final = 24 * 3600
"""Seconds; once a day they are told anew, whoever has changed them meanwhile."""


async def sync_commands(
    tree: app_commands.CommandTree[Any], memory: Memory, server_id: str | None
) -> None:
    """Set up the slash commands; a failure leaves the prefix ones.

    Discord takes 200 new commands a day: a bot that restarts often must not spend them.

    Args:
        tree: All of them.
        memory: Knows what was told last.
        server_id: Where they are to be; everywhere where None.
    """
    place = discord.Object(int(server_id)) if server_id else None
    if place is not None:
        tree.copy_global_to(guild=place)
    told = [one.to_dict(tree) for one in tree.get_commands(guild=place)]
    told += [
        one.to_dict(tree)
        for kind in (discord.AppCommandType.message, discord.AppCommandType.user)
        for one in tree.get_commands(guild=place, type=kind)
    ]
    text = json.dumps([*told, server_id], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    name = f"{tree.client.application_id}:{server_id or 'global'}"
    try:
        if await memory.recalled(name) == digest:
            return
    except LedgerAwayError as error:
        log.warning("slash commands told once more", reason=str(error))
    try:
        synced = await tree.sync(guild=place)
        log.info("slash commands set up", count=len(synced), server=server_id)
        await memory.remember(name, digest, seconds=KEPT)
    except discord.Forbidden:
        log.warning(
            "slash commands not set up: invite the bot anew, with the link that "
            "`bossbot check` prints",
            server=server_id,
        )
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("slash commands not set up", reason=repr(error))
    except LedgerAwayError as error:
        log.warning("slash commands will be told once more", reason=str(error))
