"""What may be told in a channel of what was asked for in others of its server."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import discord

from bossbot.bot.people import Place, is_age_restricted

type Knows = Callable[[str], bool]
"""Whether everybody who reads here may know of another channel, by its id."""


def known_in(guild: discord.Guild | None, place: object) -> Knows:
    """What the readers of a channel may know: what they could all read themselves.

    Of an age-restricted channel nothing is told outside of such. A channel that is gone
    or that the bot doesn't see, and another's private thread, stay untold.

    Args:
        guild: The server.
        place: The channel.
    """

    @cache
    def knows(channel: str) -> bool:
        if channel == str(getattr(place, "id", None)):
            return True
        there = guild.get_channel_or_thread(int(channel)) if guild else None
        if there is None:
            return False
        if not isinstance(place, discord.abc.GuildChannel | discord.Thread):
            return False
        if is_age_restricted(there) and not is_age_restricted(place):
            return False
        return _all_read(place, there)

    return knows


def _all_read(here: Place, there: Place) -> bool:
    """Whether who reads one channel reads the other, as far as that can be told."""
    if isinstance(there, discord.Thread) and there.is_private():
        return False
    first, second = _whole(here), _whole(there)
    if first is None or second is None:
        return False
    if first == second:
        return True
    let_in, shut_out = _singly(second)
    here_too, not_here = _singly(first)
    readers = _roles(second)
    everybody = second.guild.id in readers
    return (
        _roles(first) <= readers
        and (everybody or here_too <= let_in)
        and shut_out <= not_here
    )


def _whole(place: Place) -> discord.abc.GuildChannel | None:
    """Whose permissions count: a thread has those of its channel."""
    return place.parent if isinstance(place, discord.Thread) else place


def _roles(channel: discord.abc.GuildChannel) -> set[int]:
    """The roles that let one read a channel; everybody's has the server's id."""
    every = channel.guild.roles
    return {role.id for role in every if channel.permissions_for(role).view_channel}


def _singly(channel: discord.abc.GuildChannel) -> tuple[set[int], set[int]]:
    """The members who are let into a channel one by one, and those shut out."""
    said: dict[int, Any] = {
        who.id: overwrite.view_channel
        for who, overwrite in channel.overwrites.items()
        if not isinstance(who, discord.Role)
    }
    return (
        {who for who, may in said.items() if may},
        {who for who, may in said.items() if may is False},
    )
