"""Driving channels, threads, and what somebody may do in them."""

from __future__ import annotations

from tests.world.discord.driver import Driver
from tests.world.discord.permissions import bits
from tests.world.discord.state import Channel, Guild, Role, User


class Channels(Driver):
    """A part of `DiscordServer`. Whatever changes, the gateway tells the bot."""

    guild: Guild
    channel: Channel

    def add_channel(
        self, name: str, guild: Guild | None = None, *, nsfw: bool = False
    ) -> Channel:
        return self._do(lambda: self._channel(name, guild or self.guild, nsfw))

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel or thread with all that stands in it."""

        def remove() -> None:
            guild = channel.guild
            assert guild is not None
            (guild.threads if channel.parent else guild.channels).remove(channel)
            del self.world.channels[channel.id]
            self.world.tell_channel("DELETE", channel)

        self._do(remove)

    def add_thread(
        self,
        name: str,
        parent: Channel | None = None,
        *,
        archived: bool = False,
        locked: bool = False,
    ) -> Channel:
        parent = parent or self.channel

        def add() -> Channel:
            thread = Channel(name, parent.guild_id, guild=parent.guild, parent=parent)
            thread.archived, thread.locked, thread.nsfw = archived, locked, parent.nsfw
            assert parent.guild is not None
            parent.guild.threads.append(thread)
            self.world.channels[thread.id] = thread
            self.world.tell_channel("CREATE", thread)
            return thread

        return self._do(add)

    def archive(
        self, thread: Channel, *, archived: bool = True, locked: bool = False
    ) -> None:
        """Close a thread, or open it again."""
        self._do(lambda: self.world.archive(thread, archived=archived, locked=locked))

    def change(self, channel: Channel, *, nsfw: bool) -> None:
        """Make a channel age-restricted, or no longer."""

        def change() -> None:
            channel.nsfw = nsfw
            self.world.tell_channel("UPDATE", channel)

        self._do(change)

    def overwrite(
        self, channel: Channel, who: User | Role, *, allow: str = "", deny: str = ""
    ) -> None:
        """What a role, a member or the bot (`server.world.bot`) may in a channel."""

        def change() -> None:
            channel.overwrites[who.id] = bits(allow), bits(deny)
            self.world.tell_channel("UPDATE", channel)

        self._do(change)

    def close_directs(self, user: User) -> None:
        """The user takes no direct messages from the bot any more."""
        self._do(lambda: self.world.direct(user).forbidden.add("send"))

    def _channel(self, name: str, guild: Guild, nsfw: bool = False) -> Channel:
        channel = Channel(name, guild.id, guild=guild, nsfw=nsfw)
        guild.channels.append(channel)
        self.world.channels[channel.id] = channel
        self.world.tell_channel("CREATE", channel)
        return channel
