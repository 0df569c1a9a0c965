"""Who asks, read from discord.py's objects: what a `Caller` is made of."""

from __future__ import annotations

from typing import Final

import discord
from discord.ext import commands

from bossbot.access.known import Known
from bossbot.bot.caller import Caller
from bossbot.settings import Settings

type Place = discord.abc.GuildChannel | discord.Thread

_NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""What the bot needs where it posts, in the words of Discord's settings."""


def caller_of_message(
    ctx: commands.Context[commands.AutoShardedBot], settings: Settings
) -> Caller:
    """Who wrote a prefix command, and where."""
    message, place = ctx.message, ctx.channel
    if ctx.guild is None or not isinstance(
        place, discord.abc.GuildChannel | discord.Thread
    ):
        return Caller(
            user=str(ctx.author.id),
            guild=None,
            channel=str(place.id),
            command=str(message.id),
            message=str(message.id),
        )
    author = ctx.author
    allowed = (
        place.permissions_for(author)
        if isinstance(author, discord.Member)
        else discord.Permissions.none()
    )
    return Caller(
        user=str(author.id),
        guild=str(ctx.guild.id),
        channel=str(place.id),
        command=str(message.id),
        message=str(message.id),
        parent=_parent(place),
        roles=_roles(author, ctx.guild),
        can_send=_may_send(allowed, place),
        manages_messages=allowed.manage_messages,
        moderates=_everywhere(author).manage_messages,
        manages_guild=_everywhere(author).manage_guild,
        age_restricted=is_age_restricted(place),
        upload_limit=settings.upload_limit(ctx.guild.premium_tier),
        missing=missing_in(place, ctx.guild),
    )


def caller_of_interaction(
    interaction: discord.Interaction[commands.AutoShardedBot], settings: Settings
) -> Caller:
    """Who used a slash command, a menu or a button, and where."""
    user, guild, place = interaction.user, interaction.guild, interaction.channel
    if guild is None or interaction.guild_id is None:
        return Caller(
            user=str(user.id),
            guild=None,
            channel=str(interaction.channel_id),
            command=str(interaction.id),
        )
    allowed = interaction.permissions
    own = settings.upload_limit(guild.premium_tier)
    known = (
        place if isinstance(place, discord.abc.GuildChannel | discord.Thread) else None
    )
    return Caller(
        user=str(user.id),
        guild=str(guild.id),
        channel=str(interaction.channel_id),
        command=str(interaction.id),
        parent=_parent(known),
        roles=_roles(user, guild),
        can_send=_may_send(allowed, known),
        manages_messages=allowed.manage_messages,
        moderates=_everywhere(user).manage_messages,
        manages_guild=_everywhere(user).manage_guild,
        age_restricted=known is not None and is_age_restricted(known),
        upload_limit=interaction.filesize_limit or own,
        missing=_missing(
            interaction.app_permissions, inside=isinstance(known, discord.Thread)
        ),
    )


def caller_of_reaction(
    client: discord.Client, payload: discord.RawReactionActionEvent
) -> Caller | None:
    """Who reacted, in a channel that the bot knows; None elsewhere."""
    guild = client.get_guild(payload.guild_id) if payload.guild_id else None
    place = guild.get_channel_or_thread(payload.channel_id) if guild else None
    if guild is None or place is None or payload.member is None:
        return None
    allowed = place.permissions_for(payload.member)
    return Caller(
        user=str(payload.user_id),
        guild=str(guild.id),
        channel=str(payload.channel_id),
        command="",
        parent=_parent(place),
        roles=_roles(payload.member, guild),
        can_send=_may_send(allowed, place),
        manages_messages=allowed.manage_messages,
        moderates=_everywhere(payload.member).manage_messages,
        manages_guild=_everywhere(payload.member).manage_guild,
        age_restricted=is_age_restricted(place),
    )


def known_of(guild: discord.Guild | None) -> Known:
    """The channels and roles of a server, by name."""
    if guild is None:
        return Known()
    return Known(
        channels={str(one.id): one.name for one in guild.channels},
        roles={str(one.id): one.name for one in guild.roles},
    )


def is_age_restricted(place: Place) -> bool:
    """Whether a channel is for adults; a thread is what its channel is."""
    told = getattr(place, "is_nsfw", None)
    return bool(told()) if told is not None else False


def missing_in(place: Place, guild: discord.Guild) -> tuple[str, ...]:
    """What the bot may not do in a channel and needs for a download."""
    mine = place.permissions_for(guild.me)
    return _missing(mine, inside=isinstance(place, discord.Thread))


def _missing(mine: discord.Permissions, *, inside: bool) -> tuple[str, ...]:
    """What isn't among the bot's permissions; `inside` a thread others count."""
    if mine.administrator:
        return ()
    leave_out = "send_messages" if inside else "send_messages_in_threads"
    return tuple(
        said
        for name, said in _NEEDED.items()
        if name != leave_out and not getattr(mine, name)
    )


def _parent(place: Place | None) -> str | None:
    return str(place.parent_id) if isinstance(place, discord.Thread) else None


def _may_send(allowed: discord.Permissions, place: object) -> bool:
    if isinstance(place, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages


def _everywhere(person: discord.Member | discord.User) -> discord.Permissions:
    """What the roles give, without what a channel adds: that holds for it alone."""
    if isinstance(person, discord.Member):
        return person.guild_permissions
    return discord.Permissions.none()


def _roles(
    person: discord.Member | discord.User, guild: discord.Guild
) -> tuple[str, ...]:
    mine = person.roles if isinstance(person, discord.Member) else []
    return tuple({str(guild.id): None} | dict.fromkeys(str(role.id) for role in mine))
