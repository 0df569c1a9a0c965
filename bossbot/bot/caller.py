"""Who asks, and from where: what a command needs to know of Discord."""

from __future__ import annotations

from dataclasses import dataclass, field

from bossbot.models import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person in a place, at the moment of a command. Ids are snowflakes as strings.

    Attributes:
        user: Who asks.
        guild: The server; None in direct messages.
        channel: Where the answer goes.
        parent: The channel that it is a thread of; None where it is none.
        roles: The ids of the member's roles, the server's own (everybody) included.
        can_send: Whether Discord lets the member write in this channel.
        manages_messages: Discord's manage_messages, in this channel.
        moderates: The same in the server as a whole, whatever a channel says.
        manages_guild: Discord's manage_guild, which no channel gives; the server's
            owner and administrators have all three.
        age_restricted: Whether the channel is an age-restricted one (or a thread of
            one).
        command: The id of the message or interaction; the ids of its downloads derive
            from it. Empty for a reaction, which has none.
        message: The message to reply to; None for a slash command.
        upload_limit: The most bytes of a file that Discord takes here: the
            interaction's own limit where there is one, else the server's.
        missing: What the bot itself may not do in this channel, in Discord's words.
        level: What the bot's owner granted; known once the gate was passed.
        manages_queue: Whether the caller controls others' downloads of this channel;
            known once the gate was passed.
        manages_all: Likewise of the whole server.
        manages_settings: Likewise of the server's settings.
    """

    user: str
    guild: str | None
    channel: str
    command: str
    message: str | None = None
    parent: str | None = None
    roles: tuple[str, ...] = ()
    can_send: bool = True
    manages_messages: bool = False
    moderates: bool = False
    manages_guild: bool = False
    age_restricted: bool = False
    upload_limit: int = 0
    missing: tuple[str, ...] = field(default=())
    level: Level = Level.NORMAL
    manages_queue: bool = False
    manages_all: bool = False
    manages_settings: bool = False

    @property
    def in_guild(self) -> str:
        """The server, for what only works in one."""
        assert self.guild is not None
        return self.guild
