"""The REST routes of messages and reactions, and the CDN."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from tests.world.discord import access
from tests.world.discord.forms import form
from tests.world.discord.messages import Message
from tests.world.discord.permissions import may
from tests.world.discord.places import API, Who
from tests.world.discord.replies import (
    MISSING_ACCESS,
    Refused,
    reply,
)
from tests.world.discord.world import World

MESSAGE = API + "/channels/{channel}/messages/{message}"
REACTION = MESSAGE + "/reactions/{emoji}"


class Rest:
    """Turns requests into calls of the world."""

    def __init__(self, world: World, base: Callable[[], str]) -> None:
        self._world = world
        self._base = base
        self._who = Who(world)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(API + "/channels/{channel}/messages", self.history),
            web.post(API + "/channels/{channel}/messages", self.create),
            web.get(MESSAGE, self.message),
            web.patch(MESSAGE, self.edit),
            web.delete(MESSAGE, self.delete),
            web.put(REACTION + "/@me", self.react),
            web.delete(REACTION + "/{user}", self.unreact),
            web.get("/attachments/{id}/{name}", self.attachment),
        ]

    def _message(self, request: web.Request) -> Message:
        place = request.match_info
        return self._world.message(place["channel"], place["message"])

    async def history(self, request: web.Request) -> web.Response:
        """Newest first, as Discord answers; `after`, `before` and `around` select.

        Empty for who may see the channel but not its history.
        """
        who = self._who(request)
        channel = self._world.channel(request.match_info["channel"], who, "history")
        limit = int(request.query.get("limit", "50"))
        found = sorted(self._world.in_channel(channel.id), key=lambda m: int(m.id))
        if not may(channel, who, "read_message_history"):
            found = []
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
        body, files = await form(request, self._base())
        channel = self._world.channel(request.match_info["channel"], who, "send")
        access.send(channel, who, body, files)
        return reply(self._world.create(who, channel, body, files).to_json())

    async def message(self, request: web.Request) -> web.Response:
        who, place = self._who(request), request.match_info["channel"]
        channel = self._world.channel(place, who, "history")
        if not may(channel, who, "read_message_history"):
            raise Refused(*MISSING_ACCESS)
        return reply(self._message(request).to_json())

    async def edit(self, request: web.Request) -> web.Response:
        who = self._who(request)
        body, files = await form(request, self._base())
        self._world.channel(request.match_info["channel"], who, "send")
        message = self._message(request)
        access.edit(message, who)
        self._world.count_old_edit(message)
        return reply(self._world.edit(message, body, files).to_json())

    async def delete(self, request: web.Request) -> web.Response:
        who, message = self._who(request), self._message(request)
        access.delete(message, who)
        self._world.delete(message)
        return web.Response(status=204)

    async def react(self, request: web.Request) -> web.Response:
        who, emoji = self._who(request), request.match_info["emoji"]
        message = self._message(request)
        access.react(message, who, emoji)
        self._world.react(message, who, emoji, add=True)
        return web.Response(status=204)

    async def unreact(self, request: web.Request) -> web.Response:
        """One's own; others' for who manages messages."""
        who, place = self._who(request), request.match_info
        message = self._message(request)
        access.enter(message.channel, who, "react")
        access.open_thread(message.channel)
        whose = who
        if place["user"] not in {"@me", who.id}:
            access.require(message.channel, who, "manage_messages")
            whose = self._world.user(place["user"])
        self._world.react(message, whose, place["emoji"], add=False)
        return web.Response(status=204)

    async def attachment(self, request: web.Request) -> web.Response:
        for message in self._world.messages.values():
            for attachment in message.attachments:
                if attachment.id == request.match_info["id"]:
                    return web.Response(body=attachment.data)
        raise web.HTTPNotFound
