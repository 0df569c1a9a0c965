"""Which events a session hears of, by its intents and the bot's permissions."""

from __future__ import annotations

from typing import Any

from tests.world.discord.access import sees
from tests.world.discord.world import World

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS = 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS = 1 << 12, 1 << 13
MESSAGE_CONTENT = 1 << 15

ALWAYS = {"INTERACTION_CREATE", "READY", "RESUMED"}


def refused(world: World, intents: int) -> bool:
    """Whether the developer portal doesn't allow what a session asks for."""
    if intents & MESSAGE_CONTENT and not world.privileged_intents:
        return True
    if intents & GUILD_MEMBERS and not world.members_intent:
        return True
    return bool(intents & GUILD_PRESENCES)


def application_flags(world: World) -> int:
    """As the portal's switches show in the application."""
    content = 1 << 19 if world.privileged_intents else 0
    return content | (1 << 15 if world.members_intent else 0)


def hears(world: World, intents: int, event: str, data: dict[str, Any]) -> bool:
    """Whether an event is for a session."""
    if event in ALWAYS:
        return True
    if not intents & _needed(event, "guild_id" in data) and not _own(
        world, event, data
    ):
        return False
    guild = data.get("guild_id") or (data["id"] if event == "GUILD_UPDATE" else None)
    if guild and not any(g.id == guild and g.joined for g in world.guilds):
        return False
    own_channel = event.startswith(("CHANNEL_", "THREAD_"))
    place = data["id"] if own_channel else data.get("channel_id", "")
    channel = world.channels.get(place)
    return channel is None or event == "CHANNEL_DELETE" or sees(channel, world.bot)


def readable(
    world: World, intents: int, data: dict[str, Any], by_member: bool
) -> dict[str, Any]:
    """A message without its content, unless the session may read it."""
    mentions = f"<@{world.bot.id}>" in data.get("content", "")
    direct = "guild_id" not in data
    if not by_member or intents & MESSAGE_CONTENT or direct or mentions:
        return data
    return data | {"content": "", "attachments": [], "embeds": [], "components": []}


def _needed(event: str, in_guild: bool) -> int:
    if event.startswith("MESSAGE_REACTION"):
        return GUILD_REACTIONS if in_guild else DIRECT_REACTIONS
    if event.startswith("MESSAGE_"):
        return GUILD_MESSAGES if in_guild else DIRECT_MESSAGES
    return GUILD_MEMBERS if event.startswith("GUILD_MEMBER_") else GUILDS


def _own(world: World, event: str, data: dict[str, Any]) -> bool:
    """The bot hears of itself without the intent of members."""
    return event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == world.bot.id
