"""The REST routes of commands and interactions."""

from __future__ import annotations

import json
from collections.abc import Callable

from aiohttp import web

from tests.world.discord.answers import Answers
from tests.world.discord.commands import Commands
from tests.world.discord.forms import form
from tests.world.discord.places import Who
from tests.world.discord.replies import (
    MISSING_ACCESS,
    UNKNOWN_WEBHOOK,
    Refused,
    reply,
)
from tests.world.discord.world import World

API = "/api/v10"
APPLICATION = API + "/applications/{app}"
WEBHOOK = API + "/webhooks/{app}/{token}"


class Webhooks:
    """Turns requests into calls of the commands and answers."""

    def __init__(
        self,
        world: World,
        commands: Commands,
        answers: Answers,
        base: Callable[[], str],
    ) -> None:
        self._world = world
        self._commands = commands
        self._answers = answers
        self._base = base
        self._who = Who(world)

    def routes(self) -> list[web.RouteDef]:
        return [
            *self._of_commands(APPLICATION + "/commands"),
            *self._of_commands(APPLICATION + "/guilds/{guild}/commands"),
            web.post(API + "/interactions/{id}/{token}/callback", self.callback),
            web.post(WEBHOOK, self.follow_up),
            web.get(WEBHOOK + "/messages/{message}", self.message),
            web.patch(WEBHOOK + "/messages/{message}", self.edit),
            web.delete(WEBHOOK + "/messages/{message}", self.delete),
        ]

    def _of_commands(self, path: str) -> list[web.RouteDef]:
        one = path + "/{command}"
        return [
            web.get(path, self.commands),
            web.put(path, self.put_commands),
            web.post(path, self.post_command),
            web.get(one, self.command),
            web.patch(one, self.patch_command),
            web.delete(one, self.delete_command),
        ]

    def _place(self, request: web.Request) -> str:
        """The guild's id, or nothing: of the application whose token it is."""
        user = self._who(request)
        place = request.match_info.get("guild", "")
        joined = {guild.id for guild in self._world.guilds if guild.joined}
        if request.match_info["app"] != user.id or (place and place not in joined):
            raise Refused(*MISSING_ACCESS)
        return place

    async def commands(self, request: web.Request) -> web.Response:
        return reply(self._commands.all(self._place(request)))

    async def put_commands(self, request: web.Request) -> web.Response:
        place, body = self._place(request), json.loads(await request.read())
        made = self._commands.put(place, body)
        self._world.touch()
        return reply(made)

    async def post_command(self, request: web.Request) -> web.Response:
        place, body = self._place(request), json.loads(await request.read())
        made = self._commands.post(place, body)
        self._world.touch()
        return reply(made, status=201)

    async def command(self, request: web.Request) -> web.Response:
        place = self._place(request)
        return reply(self._commands.get(place, request.match_info["command"]))

    async def patch_command(self, request: web.Request) -> web.Response:
        place, body = self._place(request), json.loads(await request.read())
        number = request.match_info["command"]
        return reply(self._commands.patch(place, number, body))

    async def delete_command(self, request: web.Request) -> web.Response:
        self._commands.delete(self._place(request), request.match_info["command"])
        return web.Response(status=204)

    async def callback(self, request: web.Request) -> web.Response:
        body, files = await form(request, self._base())
        place = request.match_info
        told = self._answers.callback(place["id"], place["token"], body, files)
        if request.query.get("with_response", "").lower() in {"1", "true"}:
            return reply(told)
        return web.Response(status=204)

    async def follow_up(self, request: web.Request) -> web.Response:
        """Always with the message, as if `wait` was asked for: applications get it."""
        body, files = await form(request, self._base())
        self._application(request)
        interaction = self._answers.webhook(request.match_info["token"])
        message = self._answers.follow_up(interaction, body, files)
        return reply(message.to_json())

    async def message(self, request: web.Request) -> web.Response:
        self._application(request)
        interaction = self._answers.webhook(request.match_info["token"])
        number = request.match_info["message"]
        return reply(self._answers.message(interaction, number).to_json())

    async def edit(self, request: web.Request) -> web.Response:
        body, files = await form(request, self._base())
        self._application(request)
        interaction = self._answers.webhook(request.match_info["token"])
        message = self._answers.message(interaction, request.match_info["message"])
        self._answers.edit(interaction, message, body, files)
        return reply(message.to_json())

    async def delete(self, request: web.Request) -> web.Response:
        self._application(request)
        interaction = self._answers.webhook(request.match_info["token"])
        number = request.match_info["message"]
        self._world.delete(self._answers.message(interaction, number))
        return web.Response(status=204)

    def _application(self, request: web.Request) -> None:
        if request.match_info["app"] != self._world.bot.id:
            raise Refused(*UNKNOWN_WEBHOOK)
