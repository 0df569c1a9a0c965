"""Which reactions are controls, what they mean, and what a flood of them costs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.bot.status import reactions
from bossbot.bot.status.board import Board
from bossbot.bot.status.reactions import Reactions
from bossbot.messages.catalogue import CONTROLS
from bossbot.models import DiscordTarget, State
from bossbot.queue.names import download_ids
from bossbot.settings import Settings
from tests.world.memory_access import MemoryGrants, MemoryLimiter, MemoryPreferences
from tests.world.memory_queue import MemoryQueue
from tests.world.requests import a_request

pytestmark = pytest.mark.unit
BOT, MEMBER, OTHER, COMMAND = 9, 1, 2, "700"
STATUS, POST = "555", "666"
FIRST, SECOND = download_ids(COMMAND)[:2]


@dataclass
class Place:
    """A channel that takes messages."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, text: str, **how: Any) -> None:
        self.sent.append({"text": text} | how)


class Played:
    """Reactions before two downloads of one command, on a ledger in memory."""

    def __init__(self) -> None:
        self.queue = MemoryQueue()
        self.limiter = MemoryLimiter(strict=True)
        self.place = Place()
        self.open: list[SimpleNamespace] = []
        services = SimpleNamespace(
            settings=Settings.load(_env_file=None),
            queue=self.queue,
            preferences=MemoryPreferences(),
            grants=MemoryGrants(),
            limiter=self.limiter,
        )
        client = SimpleNamespace(
            user=SimpleNamespace(id=BOT),
            get_partial_messageable=lambda _: self.place,
        )
        self.reactions = Reactions(
            cast("discord.Client", client),
            cast("Services", services),
            cast("Any", None),
            cast("Board", SimpleNamespace(open=lambda: self.open)),
        )

    async def enqueued(self) -> None:
        target = DiscordTarget(
            guild_id="g",
            channel_id="8",
            request_message_id=COMMAND,
            command=COMMAND,
            upload_limit=1,
        )
        for name in (FIRST, SECOND):
            request = a_request(
                user=str(MEMBER), guild="g", canonical=name, target=target
            )
            await self.queue.enqueue(name, request)
            await self.queue.set_status_message(name, STATUS)
        self.queue.shown[POST] = SECOND

    async def react(
        self,
        emoji: str = "⏸️",
        user: int = MEMBER,
        message: str = STATUS,
        custom: int | None = None,
        **more: Any,
    ) -> None:
        values = {
            "emoji": discord.PartialEmoji(name=emoji, id=custom),
            "user_id": user,
            "message_id": int(message),
            "member": SimpleNamespace(bot=False),
            "message_author_id": BOT,
        }
        payload = cast("Any", SimpleNamespace(**(values | more)))
        await self.reactions.added(payload)

    def states(self) -> list[State]:
        return [self.queue.records[name].state for name in (FIRST, SECOND)]


@pytest.fixture
async def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    def caller(_: object, payload: Any) -> Caller:
        return Caller(user=str(payload.user_id), guild="g", channel="8", command="1")

    monkeypatch.setattr(reactions, "caller_of_reaction", caller)
    played = Played()
    await played.enqueued()
    return played


@pytest.mark.parametrize("emoji", ["⏸️", "⏸"])
async def test_a_status_message_means_all_its_downloads(
    played: Played, emoji: str
) -> None:
    """In either form of the emoji; without a word in the channel."""
    await played.react(emoji)
    assert played.states() == [State.PAUSED, State.PAUSED]
    assert played.place.sent == []


async def test_every_control_has_its_emoji(played: Played) -> None:
    """One after another, as buttons do."""
    for emoji, state in (
        ("⏸️", State.PAUSED),
        ("▶️", State.QUEUED),
        ("⏹️", State.CANCELLED),
    ):
        await played.react(emoji)
        assert played.states() == [state, state]
    played.queue.move(FIRST, State.FAILED)
    await played.react("🔄")
    assert played.states() == [State.QUEUED, State.CANCELLED]


async def test_a_post_means_its_own_download(played: Played) -> None:
    """The others of the command go on."""
    await played.react("⏹️", message=POST)
    assert played.states() == [State.QUEUED, State.CANCELLED]


async def test_open_messages_are_known_without_the_ledger(played: Played) -> None:
    """What the bot shows just now isn't looked up."""
    played.open.append(SimpleNamespace(message="777", downloads=[FIRST]))
    await played.react(message="777")
    assert played.states() == [State.PAUSED, State.QUEUED]
    assert played.queue.lookups == []


@pytest.mark.parametrize(
    "more",
    [
        {"emoji": "❤️"},
        {"custom": 5},
        {"user": BOT},
        {"message_author_id": MEMBER},
        {"member": None},
        {"member": SimpleNamespace(bot=True)},
    ],
)
async def test_most_reactions_cost_nothing(
    played: Played, more: dict[str, Any]
) -> None:
    """Other emoji, other messages, bots: not even a look at the ledger."""
    await played.react(**more)
    assert played.queue.lookups == []
    assert played.limiter.taken == []
    assert played.states() == [State.QUEUED, State.QUEUED]


async def test_a_message_that_shows_nothing(played: Played) -> None:
    """Looked up, and left alone."""
    await played.react(message="12345")
    assert played.queue.lookups == ["12345"]
    assert played.limiter.taken == []


async def test_a_flood_of_strangers(played: Played) -> None:
    """One look-up, no answer, nothing done."""
    reacted = (played.react(user=100 + number) for number in range(20))
    await asyncio.gather(*reacted)
    await asyncio.gather(*(played.react("ℹ️", user=n) for n in range(100, 120)))
    assert played.queue.lookups == [STATUS]
    assert played.place.sent == []
    assert played.states() == [State.QUEUED, State.QUEUED]


async def test_a_flood_of_the_requesters_own(played: Played) -> None:
    """The same again within a second is the same; it is done and answered once."""
    await asyncio.gather(*(played.react("ℹ️") for _ in range(20)))
    assert len(played.place.sent) == 1
    assert len(played.limiter.taken) == 1


async def test_details_answer_in_the_channel(played: Played) -> None:
    """As a reply to the message, calling nobody; a refusal stays silent."""
    await played.react("ℹ️", user=OTHER)
    assert played.place.sent == []
    await played.react("ℹ️")
    [sent] = played.place.sent
    assert f"`{FIRST}`" in sent["text"]
    assert f"`{SECOND}`" in sent["text"]
    assert sent["reference"].message_id == int(STATUS)
    assert (
        sent["allowed_mentions"].to_dict() == discord.AllowedMentions.none().to_dict()
    )


async def test_too_many_controls_are_silent(played: Played) -> None:
    """Counted like buttons, and refused without a word."""
    for _ in range(CONTROLS.per_minute):
        await played.limiter.take(str(MEMBER), CONTROLS)
    await played.react("ℹ️")
    await played.react("⏹️")
    assert played.place.sent == []
    assert played.states() == [State.QUEUED, State.QUEUED]
    assert played.limiter.refused == [CONTROLS.name] * 2


async def test_without_the_ledger(played: Played) -> None:
    """A reaction is lost, and nothing else."""
    played.queue.away = True
    await played.react()
    assert played.place.sent == []
    played.queue.away = False
    assert played.states() == [State.QUEUED, State.QUEUED]


async def test_details_are_told_once_a_minute(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To each who may read them: nobody has the bot fill a channel."""
    monkeypatch.setattr(reactions, "SAME", 0.0)
    for _ in range(5):
        await played.react("ℹ️")
    assert len(played.place.sent) == 1
    played.limiter.now += 61
    await played.react("ℹ️")
    assert len(played.place.sent) == 2
