"""A server with people of every kind, before a real bot on a real ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bossbot.access.stored import role_field
from bossbot.models import DownloadRecord, Level, Permission, State
from tests.world.discord import Channel, DiscordServer, Interaction, Message, User
from tests.world.wire import WAIT, Wire, wired

PEOPLE = (
    *("muted", "outsider", "member", "moderator"),
    *("manager", "boss", "admin", "banned"),
)
"""Who may not write in the channel; whose role the server took `download` from; with
nothing special; who manages messages; who manages the server; the bot's owner; with the
level `admin`; whom the owner banned."""

MUTED = "need the permission **Send Messages** in this channel"
ROLES = "This server doesn't let your roles use `download`"
MODERATORS = "need the permission **Manage Messages**"
MANAGERS = "need the permission **Manage Server**"
OWNERS = "for the bot's owner and those with the level `admin`"
BANNED = "🚫 You can't use this bot any more. Reason: `spam`"
HIDDEN = "isn't shown"
"""Refusals; the last is Discord's own."""


@dataclass
class Cast:
    """The people, and how they talk to the bot, either way."""

    wire: Wire
    people: dict[str, User]

    @property
    def server(self) -> DiscordServer:
        return self.wire.server

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    async def answer(
        self,
        way: str,
        command: tuple[str, str, dict[str, Any]],
        by: str = "member",
        channel: Channel | None = None,
    ) -> str:
        """What somebody is answered by `prefix` or `slash`; empty where nothing is."""
        text, name, options = command
        if way == "prefix":
            return await self.wire.ask(text, self[by], channel)
        try:
            answer = await self.wire.use(name, self[by], channel, **options)
        except AssertionError as refused:
            if HIDDEN not in str(refused):
                raise
            return str(refused)
        return answer.text

    async def ask(self, text: str, by: str = "member") -> str:
        """By prefix."""
        return await self.wire.ask(text, self[by])

    async def taken(
        self,
        way: str,
        text: str,
        by: str = "member",
        channel: Channel | None = None,
    ) -> list[DownloadRecord]:
        """What became of `dl` with a text; options may stand in it either way."""
        await self.wire.calm()
        asked: Message | Interaction
        if way == "prefix":
            asked = self.wire.say(f"$dl {text}", self[by], channel)
            await self.wire.dealt_with(asked)
        else:
            asked = self.wire.slash("download", self[by], channel, url=text)
            await self.wire.answer_to(asked)
        return await self.wire.records(asked)

    async def lend(self, role: str, **values: Any) -> None:
        """What the server sets of the role that somebody got of their own."""
        guild = self.server.guild
        for name, value in values.items():
            await self.wire.given.preferences.set_server(
                guild.id, role_field(role, name), value
            )


@asynccontextmanager
async def cast_of(
    server: DiscordServer, url: str, **changes: Any
) -> AsyncIterator[Cast]:
    """A bot that has joined a server with all of them."""
    boss = server.add_user("boss")
    async with wired(server, url, discord_admin_user_id=boss.id, **changes) as wire:
        guild, given = server.guild, wire.given
        people = {"boss": boss, "member": server.member}
        people |= {
            name: server.add_user(name)
            for name in ("muted", "outsider", "admin", "banned")
        }
        people |= {
            "moderator": server.moderator(),
            "manager": server.manager(),
        }
        quiet = server.add_role(guild, "quiet")
        server.give(people["muted"], quiet)
        server.overwrite(
            server.channel, quiet, deny="send_messages send_messages_in_threads"
        )
        outside = server.add_role(guild, "outside")
        server.give(people["outsider"], outside)
        field = role_field(outside.id, Permission.DOWNLOAD)
        await given.preferences.set_server(guild.id, field, False)
        await given.queue.set_level(people["admin"].id, Level.ADMIN)
        await given.grants.ban(people["banned"].id, by=boss.id, reason="spam")
        yield Cast(wire, people)


async def becomes(wire: Wire, download_id: str, state: State) -> None:
    """Wait until a download has come to a state."""
    async with asyncio.timeout(WAIT):
        while True:
            record = await wire.given.queue.record(download_id)
            if record is not None and record.state is state:
                return
            await asyncio.sleep(0.01)
