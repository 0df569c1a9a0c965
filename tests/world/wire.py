"""A real bot on a real ledger, before a Discord stand-in; the test plays the worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from discord.ext import commands
from redis import RedisError

from bossbot.adapters.discord_api import point_at
from bossbot.adapters.ledger import Heart, Scripts, Stages
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.bootstrap.bot import BotServices, bot_services
from bossbot.bot.client import BossBot
from bossbot.bot.run import services_of
from bossbot.errors import BossBotError
from bossbot.models import (
    FETCH,
    STAGES,
    UPLOAD,
    DownloadRecord,
    JobReference,
    MediaFile,
    Metadata,
    Progress,
    State,
)
from bossbot.pipeline.ports import Outcome
from bossbot.queue.names import download_ids
from bossbot.settings import Settings
from tests.world.discord import Channel, DiscordServer, Interaction, Message, User

LINK = "https://www.reddit.com/r/aww/comments/1abc2d/a_cat/"
TWEET = "https://x.com/nasa/status/1234567890"
PICTURE = "https://i.redd.it/picture.jpg"
WAIT = 60.0
CAT = MediaFile(
    path="cat.mp4", name="funny_cat_video.mp4", size=2_000_000, kind="video"
)


class PlayedWorker:
    """A host with many slots whose stages are run by the test."""

    def __init__(self, url: str, given: BotServices, *, slots: int = 5) -> None:
        self._given = given
        self._heart = Heart(url, disk_id="disk-a", worker="w1", slots=slots)
        self._stages = Stages(Scripts(given.queue.client))
        self._held: dict[str, tuple[JobReference, str]] = {}

    async def live(self) -> None:
        """Beats and keeps leases, until cancelled."""
        try:
            while True:
                with suppress(RedisError):  # it goes on when Redis is back
                    await asyncio.to_thread(
                        self._heart.beat, free=10**12, total=2 * 10**12, zygote=True
                    )
                for ref, stage in list(self._held.values()):
                    with suppress(Exception):
                        await self._stages.renew(ref, f"me.{stage}")
                await asyncio.sleep(0.5)
        finally:
            self._heart.close()

    async def begin(self, download_id: str, stage: str = FETCH) -> JobReference:
        """Run it up to the beginning of a stage."""
        if download_id in self._held:
            ref, now = self._held[download_id]
        else:
            record = await self._dispatched(download_id)
            ref = JobReference(
                id=record.id,
                attempt=record.attempt,
                host=record.host,
                platform=record.request.platform,
            )
            now = record.stage
            await self._stages.begin(ref, now, f"me.{now}")
        self._held[download_id] = (ref, now)
        for passed in STAGES[STAGES.index(now) : STAGES.index(stage)]:
            await self.finish(download_id, _outcome(passed))
        return ref

    async def finish(self, download_id: str, outcome: Outcome | None = None) -> None:
        """End the stage it is in, and begin the next one."""
        ref, stage = self._held.pop(download_id)
        await self._stages.finish(ref, stage, f"me.{stage}", outcome or Outcome())
        following = STAGES[STAGES.index(stage) + 1 :]
        if following:
            await self._stages.begin(ref, following[0], f"me.{following[0]}")
            self._held[download_id] = (ref, following[0])

    async def report(self, download_id: str, **progress: Any) -> None:
        ref, stage = self._held[download_id]
        await self._stages.report(ref, Progress(stage=stage, **progress))

    async def post(self, download_id: str, *messages: str) -> None:
        """Write down where it stands in Discord."""
        ref, _ = self._held[download_id]
        owner = f"me.{UPLOAD}"
        await self._stages.intend_post(ref, owner, "0.0.0", files=1, size=1)
        await self._stages.record_post(ref, owner, "0.0.0", messages)

    async def complete(
        self, download_id: str, *, messages: tuple[str, ...] = ()
    ) -> None:
        """Run it to its end; `messages` hold the media."""
        await self.begin(download_id, UPLOAD)
        if messages:
            await self.post(download_id, *messages)
        await self.finish(download_id)
        await self.finish(download_id)
        self._held.pop(download_id, None)

    async def fail(
        self, download_id: str, error: BossBotError, stage: str = FETCH
    ) -> None:
        await self.begin(download_id, stage)
        ref, now = self._held.pop(download_id)
        await self._stages.fail(ref, now, f"me.{now}", error)

    async def _dispatched(self, download_id: str) -> DownloadRecord:
        async with asyncio.timeout(WAIT):
            while True:
                record = await self._given.queue.record(download_id)
                if record is not None and record.state is State.DISPATCHED:
                    return record
                await asyncio.sleep(0.01)


def _outcome(stage: str) -> Outcome:
    if stage == FETCH:
        return Outcome(
            files=(CAT,), metadata=Metadata(title="A cat"), tool="gallery-dl"
        )
    return Outcome()


@dataclass
class Wire:
    """The bot of a test, and how members talk to it."""

    server: DiscordServer
    bot: BossBot
    given: BotServices
    worker: PlayedWorker
    url: str
    people: dict[str, User] = field(default_factory=dict)
    handled: set[str] = field(default_factory=set)

    def say(
        self, text: str, by: User | None = None, channel: Channel | None = None
    ) -> Message:
        return self.server.say(
            by or self.server.member, channel or self.server.channel, text
        )

    def slash(
        self,
        command: str,
        /,
        by: User | None = None,
        channel: Channel | None = None,
        **options: Any,
    ) -> Interaction:
        return self.server.slash(
            by or self.server.member, channel or self.server.channel, command, **options
        )

    async def ask(
        self, text: str, by: User | None = None, channel: Channel | None = None
    ) -> str:
        """Write a command; what is replied to it there, empty where nothing is."""
        request = self.say(text, by, channel)
        await self.dealt_with(request)
        return "\n".join(one.content for one in self.replies_to(request))

    async def dealt_with(self, request: Message) -> Message:
        """Wait until the bot has run a prefix command, and shows what it took."""
        async with asyncio.timeout(WAIT):
            while request.id not in self.handled:
                await asyncio.sleep(0.005)
        if not self.replies_to(request) and await self.records(request):
            await self.reply_to(request)
        return request

    async def use(
        self,
        command: str,
        /,
        by: User | None = None,
        channel: Channel | None = None,
        **options: Any,
    ) -> Message:
        """Use a slash command; the answer to it, which mentions nobody."""
        interaction = self.slash(command, by, channel, **options)
        answer = await self.answer_to(interaction)
        assert answer.mentioned == set()
        return answer

    async def calm(self) -> None:
        """Forget who used what, and what they were told of it."""
        client = self.given.queue.client
        for kind in ("rate*", "told*"):
            if keys := await client.keys(f"{PREFIX}{kind}"):
                await client.delete(*keys)

    async def reply_to(self, request: Message, text: str = "") -> Message:
        return await self.server.wait_for(
            lambda message: message.reply_to == request.id and text in message.content
        )

    async def answer_to(self, interaction: Interaction, text: str = "") -> Message:
        return await self.server.wait_for_answer(interaction, text)

    def replies_to(self, request: Message) -> list[Message]:
        there = self.server.messages(request.channel)
        return [one for one in there if one.reply_to == request.id]

    def ids(self, asked: Message | Interaction) -> tuple[str, ...]:
        """The ids that a command's downloads have, if it has them."""
        return download_ids(asked.id)

    async def note(self, ctx: commands.Context[Any]) -> None:
        """The bot is done with a prefix command, and has said what it wanted to."""
        self.handled.add(str(ctx.message.id))

    async def record(self, asked: Message | Interaction) -> DownloadRecord | None:
        """The first download of a command."""
        return await self.given.queue.record(self.ids(asked)[0])

    async def records(self, asked: Message | Interaction) -> list[DownloadRecord]:
        """All downloads of a command, in the order of its links."""
        found = [await self.given.queue.record(one) for one in self.ids(asked)]
        return [record for record in found if record is not None]


@asynccontextmanager
async def wired(
    server: DiscordServer,
    url: str,
    *,
    slots: int = 5,
    works: bool = True,
    **changes: Any,
) -> AsyncIterator[Wire]:
    """A bot that has joined, with a worker beside it; both end with the block.

    Where it doesn't work, the worker never comes.
    """
    settings = settings_for(server, redis_url=url, **changes)
    point_at(settings.discord_api_base, settings.discord_gateway)
    async with bot_services(settings) as given:
        bot = BossBot(
            services=services_of(settings, given),
            memory=given.memory,
            progress_every=0.1,
            edit_every=0.01,
        )
        bot._connection.guild_ready_timeout = 0.05  # it waits for guilds to come
        async with bot:
            worker = PlayedWorker(url, given, slots=slots)
            await bot.login(server.token)
            living = [worker.live()] if works else []
            runs = [
                asyncio.create_task(run)
                for run in (bot.connect(), bot.follower.run(), *living)
            ]
            try:
                await asyncio.wait_for(bot.wait_until_ready(), WAIT)
                await server.wait_for_commands()
                wire = Wire(server, bot, given, worker, url)
                bot.add_listener(wire.note, "on_command_completion")
                yield wire
            finally:
                await bot.close()
                for run in runs:
                    run.cancel()
                    with suppress(asyncio.CancelledError):
                        await run


def settings_for(server: DiscordServer, **changes: Any) -> Settings:
    return Settings.load(
        _env_file=None,
        discord_token=server.token,
        discord_api_base=server.api_base,
        discord_gateway=server.gateway_url,
        **changes,
    )
