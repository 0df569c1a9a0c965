"""What members see of the queue: refusals, waits, levels, shared downloads."""

from __future__ import annotations

import pytest

from bossbot.errors import DailyLimitError, IntakeStoppedError, QueueFullError
from bossbot.models import (
    ErrorRecord,
    Level,
    MediaFile,
    Outlook,
    Priority,
    SiteView,
    State,
)
from bossbot.settings import MB
from tests.integration.discord.bot_runner import LINK, Guild, running_bot
from tests.world.discord import DiscordServer, Message
from tests.world.memory_queue import MemoryQueue

pytestmark = pytest.mark.integration

OTHER = "https://i.redd.it/other.jpg"
SEVERAL = "https://i.redd.it/1.jpg https://i.redd.it/2.jpg https://i.redd.it/3.jpg"
NETWORK = ErrorRecord(code="network", permanent=False)


async def test_a_refused_link_leaves_the_others_alone(guild: Guild) -> None:
    """The queue was full for the last one; the first two have their message."""
    guild.queue.refuses = QueueFullError(waiting=50, wait_seconds=300)
    guild.queue.refuses_those = "3.jpg"
    request = guild.say(f"$dl {SEVERAL}")
    await guild.answer_to(request, "0 of 2 done")
    reply = await guild.answer_to(request, "Room in about 5 minutes.")
    assert "`https://i.redd.it/3.jpg`" in reply.content
    assert len(guild.downloads) == 2


async def test_the_day_is_used_up(guild: Guild) -> None:
    """Said once with all the links it holds for, and when it is over."""
    guild.queue.refuses = DailyLimitError(used=10, limit=10, resets_in=7200)
    request = guild.say(f"$dl {SEVERAL}")
    reply = await guild.answer_to(request, "Total downloads today: 10/10.")
    assert reply.content.count("10/10") == 1
    assert reply.content.count("i.redd.it") == 3
    assert "Resets in 2 hours." in reply.content


async def test_intake_is_stopped(guild: Guild) -> None:
    """The operator's reason stands there, and mentions nobody."""
    guild.queue.refuses = IntakeStoppedError(reason="moving, @everyone")
    request = guild.say(f"$dl {LINK}")
    reply = await guild.answer_to(request, "`moving, @everyone`")
    assert reply.mentioned == set()


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (Outlook(wait=120, hosts=1), "Estimated start: 2 minutes"),
        (Outlook(wait=1, hosts=1), "Starting soon."),
        (Outlook(wait=120, hosts=0), "Delayed: no worker is free to take it yet"),
        (
            Outlook(hosts=1, site=SiteView(site="reddit", until=4102444800)),
            "Delayed: Reddit is failing; next try <t:4102444800:R>.",
        ),
        (
            Outlook(hosts=1, site=SiteView(site="reddit", until=1)),
            "Delayed: Reddit is failing; it is tried next.",
        ),
    ],
)
async def test_the_wait_is_shown(guild: Guild, outlook: Outlook, said: str) -> None:
    """In the status message, as it changes; gone when the download runs."""
    request = guild.say(f"$dl {LINK}")
    await guild.answer_to(request, "Queue position: 1")
    guild.queue.expects = outlook
    status = await guild.answer_to(request, said)
    guild.queue.move(guild.downloads[0], State.RUNNING)
    await guild.answer_to(request, "Status: Downloading")
    assert said not in status.content


async def test_paused_and_resumed(guild: Guild) -> None:
    """One message all the way."""
    request = guild.say(f"$dl {LINK}")
    status = await guild.answer_to(request, "Queue position: 1")
    [download] = guild.downloads
    guild.queue.move(download, State.PAUSED)
    await guild.answer_to(request, "⏸️ Paused")
    guild.queue.move(download, State.QUEUED)
    await guild.answer_to(request, "Queue position: 1")
    assert guild.answers(request) == [status]


async def test_two_messages_show_one_download(guild: Guild) -> None:
    """Every event reaches both; each tells the end of its own delivery."""
    first = guild.say(f"$dl {LINK}")
    await guild.answer_to(first, "Queue position: 1")
    second = guild.say(f"$dl {LINK}?utm_source=share")
    shown = await guild.answer_to(second, "Queue position: 1")
    [download] = guild.downloads
    [joined] = guild.queue.joined

    guild.queue.move(download, State.RUNNING)
    await guild.answer_to(first, "Status: Downloading")
    await guild.answer_to(second, "Status: Downloading")

    guild.queue.end_delivery(joined, State.CANCELLED)
    await guild.answer_to(second, "⏹️ Cancelled")
    files = (MediaFile(path="cat.mp4", name="cat.mp4", size=1),)
    guild.queue.move(download, State.COMPLETED, files=files)
    await guild.answer_to(first, "✅ Download complete!")
    assert "Cancelled" in shown.content
    assert [len(guild.answers(one)) for one in (first, second)] == [1, 1]


async def test_a_restart_finds_who_joined(server: DiscordServer) -> None:
    """One of two messages was never sent: the next bot sends it, and goes on in both.

    The first command has another download, so that its message is known early.
    """
    queue = MemoryQueue()
    guild = Guild(server, queue)
    async with running_bot(server, queue):
        first = guild.say(f"$dl {LINK} {OTHER}")
        status = await guild.answer_to(first, "0 of 2 done")
        second = guild.say(f"$dl {LINK}")
        lost = await guild.answer_to(second, "Queue position: 1")
    [joined] = queue.joined
    await queue.set_status_message(joined, "")
    server.delete(lost)
    lost.nonce = None
    queue.move(guild.downloads[0], State.RUNNING)
    async with running_bot(server, queue):
        await _new_answer(guild, second, "Status: Downloading", lost)
        queue.move(guild.downloads[0], State.COMPLETED)
        assert await guild.answer_to(first, "1 of 2 done") is status
        await _new_answer(guild, second, "✅ Download complete!", lost)


async def test_the_end_of_a_joined_one_between_two_bots(server: DiscordServer) -> None:
    """Nothing is unfinished any more; the events alone tell it, in both messages."""
    queue = MemoryQueue()
    guild = Guild(server, queue)
    async with running_bot(server, queue):
        first, second = guild.say(f"$dl {LINK}"), guild.say(f"$dl {LINK}")
        await guild.answer_to(first, "Queue position: 1")
        await guild.answer_to(second, "Queue position: 1")
        await queue.set_bookmark(await queue.last_event())
    queue.move(guild.downloads[0], State.COMPLETED)
    async with running_bot(server, queue):
        await guild.answer_to(first, "✅ Download complete!")
        await guild.answer_to(second, "✅ Download complete!")
    assert [len(guild.answers(one)) for one in (first, second)] == [1, 1]


async def test_a_retry_goes_on_in_the_same_message(guild: Guild) -> None:
    """Its failure was told already; the next generation is shown anew, to its end."""
    request = guild.say(f"$dl {LINK}")
    status = await guild.answer_to(request)
    [download] = guild.downloads
    guild.queue.move(download, State.FAILED, error=NETWORK)
    await guild.answer_to(request, "❌")
    [delivery] = guild.queue.records[download].deliveries
    again = delivery.model_copy(update={"generation": 1})
    guild.queue.move(download, State.QUEUED, error=None, deliveries=(again,))
    await guild.answer_to(request, "Queue position: 1")
    guild.queue.move(download, State.FAILED, error=NETWORK)
    await guild.answer_to(request, "❌")
    assert guild.answers(request) == [status]


async def test_what_a_normal_member_may(guild: Guild) -> None:
    """Two at once, ten a day; `high` becomes `normal`, and they are told."""
    request = guild.say(f"$dl {LINK} high")
    await guild.answer_to(request, "`high` is for premium members")
    [record] = guild.queue.records.values()
    asked = record.request
    assert (asked.at_once, asked.per_day) == (2, 10)
    assert asked.priority is Priority.NORMAL
    await guild.answer_to(request, "Queue position: 1")


async def test_what_a_premium_member_may(guild: Guild) -> None:
    """More of all; nothing is said about `high`, which holds."""
    guild.queue.levels[guild.server.member.id] = Level.PREMIUM
    request = guild.say(f"$dl {LINK} high")
    status = await guild.answer_to(request, "Queue position: 1")
    [record] = guild.queue.records.values()
    asked = record.request
    assert (asked.at_once, asked.per_day) == (4, 50)
    assert asked.priority is Priority.HIGH
    assert asked.limits.video == 20 * MB  # what this server takes
    await _settled(guild)
    assert guild.answers(request) == [status]


async def test_the_owner_has_no_limits(server: DiscordServer) -> None:
    """By the setting; nobody has to grant it."""
    queue = MemoryQueue()
    guild = Guild(server, queue)
    owner = server.member.id
    async with running_bot(server, queue, discord_admin_user_id=owner):
        await guild.answer_to(guild.say(f"$dl {LINK} high"))
    [record] = queue.records.values()
    asked = record.request
    assert (asked.at_once, asked.per_day, asked.priority) == (0, 0, Priority.HIGH)


async def _settled(guild: Guild) -> None:
    """A later command was answered: what came of earlier ones stands there."""
    await guild.answer_to(guild.say(f"$dl {OTHER}"))


async def _new_answer(guild: Guild, to: Message, text: str, old: Message) -> Message:
    return await guild.server.wait_for(
        lambda m: m.reply_to == to.id and m is not old and text in m.content
    )
