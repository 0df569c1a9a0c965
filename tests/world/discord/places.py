"""The REST routes of users, channels, guilds and the application."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.world.discord import access
from tests.world.discord.faults import Handler
from tests.world.discord.intents import application_flags
from tests.world.discord.replies import (
    MISSING_ACCESS,
    UNAUTHORIZED,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    Refused,
    reply,
)
from tests.world.discord.state import Guild, User
from tests.world.discord.world import World

API = "/api/v10"


@web.middleware
async def errors(request: web.Request, handler: Handler) -> Any:
    """What is refused becomes an answer."""
    try:
        return await handler(request)
    except Refused as refused:
        return refused.answer


class Who:
    """Finds out whose token a request brings."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, request: web.Request) -> User:
        given = request.headers.get("Authorization", "").removeprefix("Bot ")
        user = self._world.users.get(given)
        if user is None:
            raise Refused(*UNAUTHORIZED)
        return user


class Places:
    """Tells who and what there is."""

    def __init__(self, world: World, base: Callable[[], str]) -> None:
        self._world = world
        self._base = base
        self._who = Who(world)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(API + "/users/@me", self.me),
            web.post(API + "/users/@me/channels", self.direct),
            web.get(API + "/users/{user}", self.user),
            web.get(API + "/oauth2/applications/@me", self.application),
            web.get(API + "/gateway/bot", self.gateway),
            web.get(API + "/channels/{channel}", self.channel),
            web.post(API + "/channels/{channel}/typing", self.typing),
            web.get(API + "/guilds/{guild}", self.guild),
            web.get(API + "/guilds/{guild}/members/{user}", self.member),
        ]

    async def me(self, request: web.Request) -> web.Response:
        return reply(self._who(request).to_json())

    async def user(self, request: web.Request) -> web.Response:
        self._who(request)
        return reply(self._world.user(request.match_info["user"]).to_json())

    async def direct(self, request: web.Request) -> web.Response:
        """The channel of direct messages with a user, always the same one."""
        self._who(request)
        body = json.loads(await request.read())
        user = self._world.user(str(body["recipient_id"]))
        return reply(self._world.direct(user).to_json())

    async def application(self, request: web.Request) -> web.Response:
        user = self._who(request)
        return reply(
            {
                "id": user.id,
                "name": user.name,
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": user.to_json(),
                "verify_key": "0" * 64,
                "flags": application_flags(self._world),
            }
        )

    async def gateway(self, request: web.Request) -> web.Response:
        self._who(request)
        url = self._base().replace("http", "ws", 1) + "/gateway"
        start = {
            "total": 1000,
            "remaining": 999,
            "reset_after": 1,
            "max_concurrency": 1,
        }
        return reply({"url": url, "shards": 1, "session_start_limit": start})

    async def channel(self, request: web.Request) -> web.Response:
        who, place = self._who(request), request.match_info["channel"]
        return reply(self._world.channel(place, who, "view").to_json())

    async def typing(self, request: web.Request) -> web.Response:
        who, place = self._who(request), request.match_info["channel"]
        access.require(self._world.channel(place, who, "send"), who, "send_messages")
        return web.Response(status=204)

    async def guild(self, request: web.Request) -> web.Response:
        return reply(self._guild(request).to_json([self._world.bot]))

    async def member(self, request: web.Request) -> web.Response:
        guild = self._guild(request)
        user = self._world.user(request.match_info["user"])
        if user.id not in guild.members:
            raise Refused(*UNKNOWN_MEMBER)
        return reply(guild.member(user) | {"user": user.to_json()})

    def _guild(self, request: web.Request) -> Guild:
        self._who(request)
        for guild in self._world.guilds:
            if guild.id == request.match_info["guild"]:
                if not guild.joined:
                    raise Refused(*MISSING_ACCESS)
                return guild
        raise Refused(*UNKNOWN_GUILD)
