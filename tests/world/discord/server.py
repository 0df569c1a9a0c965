"""The stand-in as a server in a thread of its own, driven from tests."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, Self

from aiohttp import web

from tests.world.discord.faults import Faults
from tests.world.discord.gateway import Gateway
from tests.world.discord.rest import API, Rest
from tests.world.discord.state import Channel, Guild, Message, User
from tests.world.discord.world import MB, World

WAIT = 60.0
"""Seconds to wait for a message before a test fails; the machine may be slow."""


class DiscordServer:
    """One server with a guild, a channel and a member, ready for the bot to join.

    A context manager; every method may be called from any thread, and `wait_for`
    from any event loop.
    """

    def __init__(
        self, *, token: str = "bot-token", upload_limit: int = 20 * MB, port: int = 0
    ) -> None:
        self.token = token
        self.faults = Faults()
        self.requests: list[tuple[str, str]] = []
        self._upload_limit = upload_limit
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

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

    def add_channel(self, name: str, guild: Guild | None = None) -> Channel:
        """A channel more; add it before the bot connects."""
        guild = guild or self.guild
        channel = Channel(name, guild.id)
        guild.channels.append(channel)
        self.world.channels[channel.id] = channel
        return channel

    def add_user(self, name: str) -> User:
        user = User(name, f"token-of-{name}")
        self.world.users[user.token] = user
        return user

    def say(self, user: User, channel: Channel, content: str) -> Message:
        """A member writes."""

        async def create() -> Message:
            return self.world.create(user, channel, {"content": content}, [])

        return self._call(create())

    def react(self, user: User, message: Message, emoji: str) -> None:
        async def react() -> None:
            self.world.react(message, user, emoji, add=True)

        self._call(react())

    def delete(self, message: Message) -> None:
        async def delete() -> None:
            self.world.delete(message)

        self._call(delete())

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

    async def wait_for(
        self, found: Callable[[Message], bool], timeout: float = WAIT
    ) -> Message:
        """The first message that fits, now or later."""
        return await asyncio.wrap_future(self._waiting(found, timeout))

    def wait(self, found: Callable[[Message], bool], timeout: float = WAIT) -> Message:
        """`wait_for` for tests without an event loop."""
        return self._waiting(found, timeout).result()

    def wait_for_bot(self, timeout: float = WAIT) -> None:
        """Until a bot has joined, by the gateway."""
        until = time.monotonic() + timeout
        while not self.gateway.identified:
            if time.monotonic() > until:
                raise TimeoutError("no bot came")
            time.sleep(0.02)

    def reconnect(self) -> None:
        self._call(self.gateway.reconnect())

    def invalidate(self) -> None:
        self._call(self.gateway.invalidate())

    def drop(self) -> None:
        self._call(self.gateway.drop())

    def _waiting(self, found: Callable[[Message], bool], timeout: float) -> Any:
        waiting = asyncio.wait_for(self.world.wait_for(found), timeout)
        return asyncio.run_coroutine_threadsafe(waiting, self._loop)

    def _call[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT)

    async def _start(self) -> None:
        self.world = World(bot_token=self.token, upload_limit=self._upload_limit)
        self.gateway = Gateway(self.world)
        self.member = self.add_user("member")
        self.guild = Guild("guild", self.member.id)
        self.world.guilds.append(self.guild)
        self.channel = self.add_channel("media", self.guild)
        rest = Rest(self.world, lambda: self.url)
        middlewares = [self._note, self.faults.middleware, rest.errors]
        app = web.Application(middlewares=middlewares, client_max_size=1 << 30)
        app.add_routes(rest.routes())
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
        return answer

    async def _stop(self) -> None:
        await self.gateway.close()
        await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_default_executor()
