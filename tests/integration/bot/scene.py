"""Members, their downloads on a real ledger, and a worker that the test plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bossbot.bootstrap.bot import BotServices, bot_services
from bossbot.bot.caller import Caller
from bossbot.bot.run import services_of
from bossbot.bot.services import Services
from bossbot.messages.controls import Action
from bossbot.models import DiscordTarget, DownloadRecord, State
from bossbot.queue.names import new_download_id
from bossbot.settings import Settings
from tests.world.requests import a_request
from tests.world.wire import PlayedWorker

SERVER, ELSEWHERE = "900", "901"
CHANNEL = "800"
MEMBER, OTHER = "1", "2"


@dataclass
class PlayedPosts:
    """What was deleted, and what of status messages changed; `stays`: Discord won't."""

    deleted: list[str] = field(default_factory=list)
    amended: list[tuple[str, set[Action], str]] = field(default_factory=list)
    stays: bool = False

    async def delete(self, channel: str, messages: Sequence[str]) -> bool:
        assert channel == CHANNEL
        if not self.stays:
            self.deleted.extend(messages)
        return not self.stays

    async def amend(
        self,
        channel: str,
        status: str,
        *,
        without: Collection[Action],
        note: str = "",
        unlinked: str | None = None,
    ) -> None:
        assert channel == CHANNEL
        self.amended.append((status, set(without), note))


class Scene:
    """What a service test needs."""

    def __init__(self, services: Services, given: BotServices, url: str) -> None:
        self.services = services
        self.given = given
        self.queue = given.queue
        self.posts = PlayedPosts()
        self.worker = PlayedWorker(url, given)

    async def ask(self, user: str = MEMBER, guild: str = SERVER, **changes: Any) -> str:
        """A member asks for a link of their own; the download's id."""
        name = new_download_id()
        target = DiscordTarget(
            guild_id=guild,
            channel_id=CHANNEL,
            request_message_id="700",
            command="700",
            upload_limit=10**7,
        )
        link = f"https://media.example/{name}.mp4"
        values = {"canonical": link, "url": link} | changes
        request = a_request(guild=guild, user=user, target=target, **values)
        await self.queue.enqueue(name, request)
        return name

    async def record(self, download_id: str) -> DownloadRecord:
        record = await self.queue.record(download_id)
        assert record is not None
        return record

    async def state(self, download_id: str) -> State:
        return (await self.record(download_id)).state


def caller(user: str = MEMBER, guild: str | None = SERVER, **changes: Any) -> Caller:
    return Caller(user=user, guild=guild, channel=CHANNEL, command="", **changes)


@asynccontextmanager
async def played(
    url: str, *, works: bool = False, **settings: Any
) -> AsyncIterator[Scene]:
    """A scene; `works` says whether the worker is there from the beginning."""
    loaded = Settings.load(_env_file=None, redis_url=url, **settings)
    async with bot_services(loaded) as given:
        await given.queue.client.flushall()
        scene = Scene(services_of(loaded, given), given, url)
        living = asyncio.create_task(scene.worker.live()) if works else None
        try:
            yield scene
        finally:
            if living is not None:
                living.cancel()
                with suppress(asyncio.CancelledError):
                    await living
