"""The gateway v10: hello, identify, dispatches, heartbeats, resume."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.world.discord import intents, roster
from tests.world.discord.state import Guild
from tests.world.discord.world import World


@dataclass
class _Session:
    """What a client has been told, so that a resume can tell it again."""

    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    sent: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """Feeds every session with the world's events."""

    def __init__(self, world: World, url: str = "") -> None:
        self._world = world
        self.url = url
        self.identified = 0
        self.resumed = 0
        self._sessions: dict[str, _Session] = {}
        self._sends: set[asyncio.Task[None]] = set()
        world.emit = self.emit

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._received(socket, json.loads(message.data))
        finally:
            for session in self._sessions.values():
                if session.socket is socket:
                    session.socket = None
        return socket

    async def _received(
        self, socket: web.WebSocketResponse, message: dict[str, Any]
    ) -> None:
        data = message.get("d")
        match message["op"]:
            case 1:
                await socket.send_json({"op": 11, "d": None})
            case 2:
                assert isinstance(data, dict)
                await self._identify(socket, data)
            case 6:
                assert isinstance(data, dict)
                await self._resume(socket, data)
            case 8:
                assert isinstance(data, dict)
                for session in self._sessions.values():
                    if session.socket is socket:
                        for chunk in roster.chunks(self._world, data):
                            self._dispatch(session, "GUILD_MEMBERS_CHUNK", chunk)

    async def _identify(
        self, socket: web.WebSocketResponse, data: dict[str, Any]
    ) -> None:
        user = self._world.users.get(data["token"])
        if user is None:
            await socket.close(code=4004, message=b"Authentication failed.")
            return
        if intents.refused(self._world, data["intents"]):
            await socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        session = _Session(intents=data["intents"], socket=socket)
        self._sessions[session.id] = session
        self.identified += 1
        joined = [guild for guild in self._world.guilds if guild.joined]
        flags = intents.application_flags(self._world)
        ready = {
            "v": 10,
            "user": user.to_json(),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in joined],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": user.id, "flags": flags},
            "shard": data.get("shard", [0, 1]),
        }
        self._dispatch(session, "READY", ready)
        for guild in joined:
            self._dispatch(
                session,
                "GUILD_CREATE",
                roster.guild(self._world, session.intents, guild),
            )

    async def _resume(
        self, socket: web.WebSocketResponse, data: dict[str, Any]
    ) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False})
            return
        session.socket = socket
        self.resumed += 1
        for missed in session.sent[data["seq"] or 0 :]:
            await socket.send_json(missed)
        self._dispatch(session, "RESUMED", {})

    def join(self, guild: Guild) -> None:
        """Every session hears of a new guild."""
        for session in self._sessions.values():
            self._dispatch(
                session,
                "GUILD_CREATE",
                roster.guild(self._world, session.intents, guild),
            )

    def leave(self, guild: Guild) -> None:
        """The bot was removed from a guild."""
        for session in self._sessions.values():
            self._dispatch(session, "GUILD_DELETE", {"id": guild.id})

    def emit(self, event: str, data: dict[str, Any], by_member: bool) -> None:
        """Tell every session that hears of it; words only to who may read them."""
        for session in self._sessions.values():
            if intents.hears(self._world, session.intents, event, data):
                value = intents.readable(self._world, session.intents, data, by_member)
                self._dispatch(session, event, value)

    def _dispatch(self, session: _Session, event: str, data: dict[str, Any]) -> None:
        number = len(session.sent) + 1
        session.sent.append({"op": 0, "t": event, "s": number, "d": data})
        if session.socket is not None:
            self._send(session.socket, session.sent[-1])

    def _send(self, socket: web.WebSocketResponse, value: dict[str, Any]) -> None:
        async def send() -> None:
            if not socket.closed:
                await socket.send_json(value)

        task = asyncio.ensure_future(send())
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    async def reconnect(self) -> None:
        """Op 7: every client has to come back and resume."""
        for session in self._sessions.values():
            if session.socket is not None:
                await session.socket.send_json({"op": 7, "d": None})

    async def invalidate(self) -> None:
        """Op 9: every session is over; clients have to identify anew."""
        ended, self._sessions = self._sessions, {}
        for session in ended.values():
            if session.socket is not None:
                await session.socket.send_json({"op": 9, "d": False})

    async def drop(self, code: int = 4000) -> None:
        """Break every connection; the sessions can be resumed, unless the code says no.

        Args:
            code: As in Discord's table of close codes.
        """
        for session in self._sessions.values():
            if session.socket is not None:
                await session.socket.close(code=code)

    async def close(self) -> None:
        """Let every client go."""
        for session in self._sessions.values():
            if session.socket is not None:
                await session.socket.close(code=1001)
