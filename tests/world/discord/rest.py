"""The REST routes of API v10 that the project uses, and the CDN."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiohttp import BodyPartReader, web

from tests.world.discord.faults import Handler
from tests.world.discord.replies import UNAUTHORIZED, Refused, reply
from tests.world.discord.state import Attachment, Message, User, snowflake
from tests.world.discord.world import World

API = "/api/v10"
MESSAGE = API + "/channels/{channel}/messages/{message}"


class Rest:
    """Turns requests into calls of the world."""

    def __init__(self, world: World, base: Callable[[], str]) -> None:
        self._world = world
        self._base = base

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(API + "/users/@me", self.me),
            web.post(API + "/users/@me/channels", self.direct),
            web.get(API + "/users/{user}", self.user),
            web.get(API + "/oauth2/applications/@me", self.application),
            web.get(API + "/gateway/bot", self.gateway),
            web.get(API + "/channels/{channel}", self.channel),
            web.get(API + "/channels/{channel}/messages", self.history),
            web.post(API + "/channels/{channel}/messages", self.create),
            web.get(MESSAGE, self.message),
            web.patch(MESSAGE, self.edit),
            web.delete(MESSAGE, self.delete),
            web.put(MESSAGE + "/reactions/{emoji}/@me", self.react),
            web.delete(MESSAGE + "/reactions/{emoji}/@me", self.react),
            web.get("/attachments/{id}/{name}", self.attachment),
        ]

    @web.middleware
    async def errors(self, request: web.Request, handler: Handler) -> Any:
        try:
            return await handler(request)
        except Refused as refused:
            return refused.answer

    def _who(self, request: web.Request) -> User:
        given = request.headers.get("Authorization", "").removeprefix("Bot ")
        user = self._world.users.get(given)
        if user is None:
            raise Refused(*UNAUTHORIZED)
        return user

    def _message(self, request: web.Request) -> Message:
        place = request.match_info
        return self._world.message(place["channel"], place["message"])

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
        channel = self._world.direct(user).to_json()
        return reply(channel | {"type": 1, "recipients": [user.to_json()]})

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
                "flags": (1 << 19) if self._world.privileged_intents else 0,
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

    async def history(self, request: web.Request) -> web.Response:
        """Newest first, as Discord answers; `after`, `before` and `around` select."""
        channel = self._world.channel(
            request.match_info["channel"], self._who(request), "history"
        )
        limit = int(request.query.get("limit", "50"))
        found = sorted(self._world.in_channel(channel.id), key=lambda m: int(m.id))
        if after := int(request.query.get("after", "0")):
            found = [message for message in found if int(message.id) > after][:limit]
        elif before := int(request.query.get("before", "0")):
            found = [message for message in found if int(message.id) < before]
        elif around := int(request.query.get("around", "0")):
            found.sort(key=lambda message: abs(int(message.id) - around))
            found = sorted(found[:limit], key=lambda message: int(message.id))
        return reply([message.to_json() for message in found[-limit:][::-1]])

    async def create(self, request: web.Request) -> web.Response:
        who = self._who(request)
        body, files = await self._form(request)
        channel = self._world.channel(request.match_info["channel"], who, "send")
        return reply(self._world.create(who, channel, body, files).to_json())

    async def message(self, request: web.Request) -> web.Response:
        self._who(request)
        return reply(self._message(request).to_json())

    async def edit(self, request: web.Request) -> web.Response:
        self._world.channel(request.match_info["channel"], self._who(request), "send")
        body = json.loads(await request.read())
        return reply(self._world.edit(self._message(request), body).to_json())

    async def delete(self, request: web.Request) -> web.Response:
        self._who(request)
        self._world.delete(self._message(request))
        return web.Response(status=204)

    async def react(self, request: web.Request) -> web.Response:
        who, emoji = self._who(request), request.match_info["emoji"]
        add = request.method == "PUT"
        self._world.react(self._message(request), who, emoji, add=add)
        return web.Response(status=204)

    async def attachment(self, request: web.Request) -> web.Response:
        for message in self._world.messages.values():
            for attachment in message.attachments:
                if attachment.id == request.match_info["id"]:
                    return web.Response(body=attachment.data)
        raise web.HTTPNotFound

    async def _form(
        self, request: web.Request
    ) -> tuple[dict[str, Any], list[Attachment]]:
        if not request.content_type.startswith("multipart/"):
            return json.loads(await request.read() or b"{}"), []
        body: dict[str, Any] = {}
        files = []
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                body = json.loads(await part.text())
            else:
                files.append(self._store(part.filename or "file", await part.read()))
        said = {
            one["id"]: one.get("description") for one in body.get("attachments", ())
        }
        return body, [
            replace(file, description=said.get(number))
            for number, file in enumerate(files)
        ]

    def _store(self, name: str, data: bytes | bytearray) -> Attachment:
        number = snowflake()
        return Attachment(
            filename=name,
            data=bytes(data),
            sha256=hashlib.sha256(data).hexdigest(),
            url=f"{self._base()}/attachments/{number}/{name}",
            id=number,
        )
