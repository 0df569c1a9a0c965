"""One conversation: who does what, and what the bot makes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bossbot.adapters.discord_login import DiscordLogin
from bossbot.adapters.discord_rest import DiscordPoster
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import BossBotError
from bossbot.links import parse
from bossbot.messages.catalogue import DL
from bossbot.models import STAGES, UPLOAD, DiscordTarget, DownloadRecord, MediaFile
from bossbot.pipeline.ports import LedgerAwayError, Outcome
from bossbot.queue.names import new_download_id
from tests.world.discord import Channel, Guild, Interaction, Message, User
from tests.world.requests import MB, a_request
from tests.world.transcript.evened import Evened, name_of
from tests.world.transcript.rendering import shown, written
from tests.world.wire import Wire

PACE: Final = 120_000
"""Milliseconds that a download takes, as far as the estimates know."""


@dataclass(frozen=True, slots=True)
class Told:
    """A scene's script, with what stands above it."""

    title: str
    sentence: str
    play: Callable[[Scene], Awaitable[None]]


class Scene:
    """A server of its own with #media; what is done here is noted."""

    def __init__(self, wire: Wire, number: int, poster: Poster, olga: User) -> None:
        self.wire = wire
        self.server = wire.server
        self.worker = wire.worker
        self.poster = poster
        self.lines: list[str] = []
        self._number = number
        self._even = Evened(wire.server)
        self._seen: dict[str, str] = {}
        self.guild: Guild = self.server.add_guild(f"server {number}")
        self.channel = self.server.add_channel("media", self.guild)
        self.ann = self.user("Ann")
        self.olga = olga
        self.server.enter(olga, self.guild)
        managing = self.server.add_role(self.guild, "Staff", "manage_guild")
        self.server.give(olga, managing)
        self._posts = 0

    # People

    def user(self, name: str) -> User:
        return self.server.add_user(f"{name}#{self._number}", self.guild)

    def moderator(self, name: str = "Mo") -> User:
        return self.server.moderator(f"{name}#{self._number}", self.guild)

    def manager(self, name: str = "Max") -> User:
        return self.server.manager(f"{name}#{self._number}", self.guild)

    # What they do

    def say(
        self, text: str, by: User | None = None, channel: Channel | None = None
    ) -> Message:
        by = by or self.ann
        self._note(f"**{name_of(by.name)}:** {written(text, self._even)}")
        said = self.wire.say(text, by, channel or self.channel)
        self._even.know(self.wire.ids(said))
        return said

    def slash(
        self, command: str, /, by: User | None = None, **options: Any
    ) -> Interaction:
        by = by or self.ann
        told = "".join(f" {k}:{_value(v)}" for k, v in options.items())
        self._note(f"**{name_of(by.name)}:** `/{command}{told}`")
        used = self.server.slash(by, self.channel, command, **options)
        self._even.know(self.wire.ids(used))
        return used

    def menu(self, message: Message, by: User | None = None) -> Interaction:
        by = by or self.ann
        self._note(
            f"*{name_of(by.name)} opens the message's menu: Apps › Download media*"
        )
        used = self.server.menu(by, self.channel, "Download media", message)
        self._even.know(self.wire.ids(used))
        return used

    async def press(
        self, status: Message, label: str, by: User | None = None
    ) -> Message:
        """Press a button as soon as it is there; the answer is noted."""
        by = by or self.ann
        await self.server.wait_for(
            lambda m: m is status and any(b.label == label for b in m.buttons)
        )
        self._note(f"*{name_of(by.name)} presses* `[{label}]`")
        return await self.answer(self.server.press(by, status, label))

    def react(self, status: Message, emoji: str, by: User | None = None) -> None:
        by = by or self.ann
        self._note(f"*{name_of(by.name)} adds the reaction* {emoji}")
        self.server.react(by, status, emoji)

    def note(self, sentence: str) -> None:
        """The narrator."""
        self._note(f"*{sentence}*")

    async def later(self) -> None:
        """No cooldown is left of what was done before."""
        await self.wire.calm()

    async def ask_quietly(self, link: str, by: User) -> str:
        """Somebody asks for a link, with no word of it here; the download's id."""
        name = new_download_id()
        self._even.know([name])
        target = DiscordTarget(
            guild_id=self.guild.id,
            channel_id=self.channel.id,
            request_message_id=None,
            upload_limit=20 * MB,
        )
        request = a_request(
            guild=self.guild.id,
            user=by.id,
            url=link,
            canonical=link,
            platform=parse(link).platform,
            target=target,
            at_once=0,
            per_day=0,
        )
        await self.wire.given.queue.enqueue(name, request)
        return name

    def next(self) -> str:
        """A post's name that wasn't used yet."""
        self._posts += 1
        return f"1abc{self._posts}"

    # What the bot does

    async def reply(self, to: Message, text: str = "") -> Message:
        """Its reply to a message, or the one that holds a text."""
        found = await self.server.wait_for(
            lambda m: (
                m.reply_to == to.id
                and text in m.content
                and m.author is self.server.world.bot
            )
        )
        self._bot(found, "")
        return found

    async def answer(self, to: Interaction, text: str = "") -> Message:
        """Its answer to a command or a button."""
        found = await self.server.wait_for_answer(to, text)
        only = f" (only {name_of(to.user.name)} sees this)" if found.ephemeral else ""
        self._bot(found, only)
        return found

    async def direct(self, user: User, text: str = "") -> Message:
        """What it tells somebody alone."""
        place = self.server.direct(user)
        found = await self.server.wait_for(
            lambda m: m.channel is place and text in m.content
        )
        self._bot(found, f" (in a direct message to {name_of(user.name)})")
        return found

    async def edited(self, message: Message, text: str) -> None:
        """What a message says now; those between aren't shown."""
        before = self._seen[message.id]

        def now(one: Message) -> bool:
            return (
                one is message
                and text in one.content
                and shown(one, self._even) != before
            )

        await self.server.wait_for(now)
        self._note("*edited:*")
        self._show(message)

    # The worker

    async def begin(self, asked: Message | Interaction, stage: str = "fetch") -> str:
        """Its first download comes so far."""
        name = self.wire.ids(asked)[0]
        await self.worker.begin(name, stage)
        return name

    async def retry(self, download: str, error: BossBotError) -> None:
        """The stage it is in meets an error, and is begun anew a little later."""
        ref, stage = self.worker._held[download]
        owner = f"me.{stage}"
        stages = self.worker._stages
        await stages.retry(ref, stage, owner, delay=0.9, error=error, soon=True)

    async def again(self, download: str) -> None:
        """The stage that is tried again begins."""
        ref, stage = self.worker._held[download]
        await self.worker._stages.begin(ref, stage, f"me.{stage}")

    async def large(self, download: str, file: MediaFile) -> None:
        """What was fetched is this."""
        await self.worker.begin(download)
        await self.worker.finish(download, Outcome(files=(file,), tool="gallery-dl"))

    async def cooled(self, user: User) -> None:
        """Its cooldown is over, the minute isn't."""
        await self.wire.given.limiter.forgive(user.id, DL.rate)

    async def answered(self, said: Message) -> None:
        """It was dealt with; nothing of that is noted."""
        await self.wire.dealt_with(said)

    async def give_up_slot(self, download: str) -> None:
        """The worker hears that it was paused or cancelled."""
        self.worker._held.pop(download, None)

    async def post(self, download: str) -> Message:
        """Upload the media and end well."""
        await self.worker.begin(download, UPLOAD)
        record = await self.wire.given.queue.record(download)
        assert record is not None
        (name,) = await self.poster.post(record)
        await self.worker.post(download, name)
        await self.worker.finish(download)
        await self.worker.finish(download)
        self.worker._held.pop(download, None)
        media = self.server.world.messages[name]
        self._bot(media, f" (replying to {_to(media)})")
        return media

    async def fill(self, count: int = 2) -> list[str]:
        """Elsewhere, others keep the workers busy."""
        names = [new_download_id() for _ in range(count)]
        for name in names:
            link = f"https://www.reddit.com/r/elsewhere/comments/{name}/"
            request = a_request(
                guild="elsewhere",
                user=name,
                url=link,
                canonical=link,
                platform="reddit",
            )
            await self.wire.given.queue.enqueue(name, request)
            await self.worker.begin(name)
        return names

    async def free(self, names: list[str]) -> None:
        """They are done with those."""
        for name in names:
            await self.worker.complete(name)
        self.wire.given.queue._runner.wake()  # as the worker does

    async def paces(self) -> None:
        """So that estimates don't depend on the machine."""
        sites = ("reddit", "twitter", "youtube", "tiktok", "instagram", "other")
        paces = {f"{site}:{stage}": PACE / 4 for site in sites for stage in STAGES[:4]}
        client = self.wire.given.queue.client
        await client.hset(f"{PREFIX}paces", mapping=paces)

    async def clear(self) -> None:
        """End what still runs or waits; without Redis there is nothing to end."""
        with suppress(LedgerAwayError):
            await self._clear()

    async def _clear(self) -> None:
        for listed in await self.wire.given.queue.listing():
            await self.wire.given.queue.cancel(listed.id, by="the test")
        self.worker._held.clear()

    def text(self) -> str:
        return "\n\n".join(self.lines)

    def _bot(self, message: Message, how: str) -> None:
        self._note(f"**Boss-Bot**{how}:")
        self._show(message)

    def _show(self, message: Message) -> None:
        self._seen[message.id] = text = shown(message, self._even)
        self._note(text)

    def _note(self, line: str) -> None:
        self.lines.append(line)


class Poster:
    """Posts files of the right size in place of the media, as a worker does."""

    def __init__(self, login: DiscordLogin, path: Path) -> None:
        self._poster = DiscordPoster(login)
        self._path = path

    async def post(self, record: DownloadRecord) -> tuple[str, ...]:
        delivery = record.deliveries[0]
        (file,) = record.files_for(delivery)
        self._path.write_bytes(bytes(file.size))
        typed = file.model_copy(update={"mime": "video/mp4"})
        return await self._poster.post(record, delivery, 0, [(self._path, typed)])


def _to(media: Message) -> str:
    assert media.replied is not None
    asker = media.replied.author
    return "the message above" if asker.bot else name_of(asker.name)


def _value(value: Any) -> str:
    return f"@{name_of(value.name)}" if isinstance(value, User) else str(value)
