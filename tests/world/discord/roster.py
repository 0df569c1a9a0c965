"""Which members of a guild the gateway tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.world.discord.intents import GUILD_MEMBERS
from tests.world.discord.state import Guild
from tests.world.discord.world import World


def guild(world: World, intents: int, guild: Guild) -> dict[str, Any]:
    """A guild with all members for who may know them, else with the bot alone."""
    users = world.users.values() if intents & GUILD_MEMBERS else ()
    known = [user for user in users if user.id in guild.members]
    return guild.to_json([world.bot, *(one for one in known if one is not world.bot)])


def chunks(world: World, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The members that a client asks for, by ids or the start of their names."""
    guilds, ids = _ids(asked["guild_id"]), _ids(asked.get("user_ids"))
    for guild in world.guilds:
        if guild.id not in guilds or not guild.joined:
            continue
        users = [user for user in world.users.values() if user.id in guild.members]
        found = [user for user in users if not ids or user.id in ids]
        found = [user for user in found if user.name.startswith(asked.get("query", ""))]
        yield {
            "guild_id": guild.id,
            "members": [guild.member(u) | {"user": u.to_json()} for u in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": asked.get("nonce"),
        }


def _ids(value: Any) -> set[str]:
    """One id, several or none."""
    many = value if isinstance(value, list) else [] if value is None else [value]
    return {str(one) for one in many}
