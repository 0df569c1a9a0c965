"""The stand-in as a server in a thread of its own, driven from tests."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, Self

from aiohttp import web

from tests.world.discord.acts import Acts
from tests.world.discord.answers import Answers
from tests.world.discord.buckets import Buckets
from tests.world.discord.commands import Commands
from tests.world.discord.faults import Faults
from tests.world.discord.gateway import Gateway
from tests.world.discord.messages import Message
from tests.world.discord.places import API, Places, errors
from tests.world.discord.rest import Rest
from tests.world.discord.servers import Servers
from tests.world.discord.settings import MB
from tests.world.discord.state import Channel, User
from tests.world.discord.webhooks import Webhooks
from tests.world.discord.world import World


class DiscordServer(Acts, Servers):
    """One server with a guild, a channel and a member, ready for the bot to join.

    A context manager; every method may be called from any thread, and what is
    awaited from any event loop.

    Attributes:
        guild: The first guild; the bot is in it.
        channel: Its first channel.
        owner: Who owns the guilds, and so may do everything.
        member: A member without roles.
        requests: Method and path of every request.
        refused: How many were answered with 401, 403 and 429: those lead to a ban.
        buckets: The rate limits; see `rate_limits`.
        faults: What shall go wrong.
    """

    def __init__(
        self, *, token: str = "bot-token", upload_limit: int = 20 * MB, port: int = 0
    ) -> None:
        super().__init__()
        self.token = token
        self.faults = Faults()
        self.buckets = Buckets()
        self.requests: list[tuple[str, str]] = []
        self.refused: Counter[int] = Counter()
        self._upload_limit = upload_limit
        self._port = port

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_base(self) -> str:
        """For `DISCORD_API_BASE`."""
        return self.url + API

    @property
    def gateway_url(self) -> str:
        """For `DISCORD_GATEWAY`."""
        return self.url.replace("http", "ws", 1) + "/gateway"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of bot and worker need to find this Discord."""
        return {
            "DISCORD_TOKEN": self.token,
            "BOSS_BOT_DISCORD_API_BASE": self.api_base,
            "BOSS_BOT_DISCORD_GATEWAY": self.gateway_url,
        }

    def rate_limits(self, on: bool) -> None:
        """Whether Discord's limits hold; set numbers in `buckets` before."""
        self.buckets.on = on

    def say(
        self,
        user: User,
        channel: Channel,
        content: str,
        *,
        reply_to: Message | None = None,
    ) -> Message:
        """A member writes."""
        body: dict[str, Any] = {"content": content}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to.id}
        return self._do(lambda: self.world.create(user, channel, body, []))

    def edit(self, message: Message, content: str) -> None:
        """A member changes what they wrote."""
        self._do(lambda: self.world.edit(message, {"content": content}))

    def react(self, user: User, message: Message, emoji: str) -> None:
        self._do(lambda: self.world.react(message, user, emoji, add=True))

    def unreact(self, user: User, message: Message, emoji: str) -> None:
        self._do(lambda: self.world.react(message, user, emoji, add=False))

    def delete(self, message: Message) -> None:
        self._do(lambda: self.world.delete(message))

    def direct(self, user: User) -> Channel:
        """The channel of direct messages between a user and the bot."""
        return self._do(lambda: self.world.direct(user))

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """What stands in the channel, oldest first."""
        return self.world.in_channel((channel or self.channel).id)

    def direct_messages(self, user: User) -> list[Message]:
        """What the bot told a user alone, oldest first."""
        channel = self.world.directs.get(user.id)
        return self.messages(channel) if channel else []

    def posts(self, channel: Channel | None = None) -> list[Message]:
        """The bot's messages with attachments, oldest first."""
        return [
            message
            for message in self.messages(channel)
            if message.author is self.world.bot and message.attachments
        ]

    def reconnect(self) -> None:
        self._call(self.gateway.reconnect())

    def invalidate(self) -> None:
        self._call(self.gateway.invalidate())

    def drop(self, code: int = 4000) -> None:
        """Break the gateway's connections, as with this close code."""
        self._call(self.gateway.drop(code))

    async def _start(self) -> None:
        self.world = World(bot_token=self.token, upload_limit=self._upload_limit)
        self.gateway = Gateway(self.world)
        self.commands = Commands(self.world.bot.id)
        self.answers = Answers(self.world)
        self.owner = self._user("owner", None)
        self.guild = self._guild("guild")
        self.member = self._user("member", self.guild)
        self.channel = self._channel("media", self.guild)
        places = Places(self.world, lambda: self.url)
        rest = Rest(self.world, lambda: self.url)
        hooks = Webhooks(self.world, self.commands, self.answers, lambda: self.url)
        around = [self._note, self.faults.middleware, self.buckets.middleware]
        app = web.Application(middlewares=[*around, errors], client_max_size=1 << 30)
        app.add_routes([*places.routes(), *rest.routes(), *hooks.routes()])
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/gateway/", self.gateway.connect)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.gateway.url = self.gateway_url

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        answer: web.StreamResponse = await handler(request)
        if answer.status in {401, 403, 429}:
            self.refused[answer.status] += 1
        return answer

    async def _stop(self) -> None:
        await self.gateway.close()
        await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_default_executor()
