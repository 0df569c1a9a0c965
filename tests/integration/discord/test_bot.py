"""A member's command and the one message that shows what becomes of it."""

from __future__ import annotations

import pytest

from bossbot.errors import QueueFullError
from bossbot.models import (
    FETCH,
    UPLOAD,
    DiscordTarget,
    ErrorRecord,
    Format,
    MediaFile,
    Priority,
    Progress,
    State,
)
from tests.integration.discord.bot_runner import LINK, Guild
from tests.world.discord import Message

pytestmark = pytest.mark.integration


async def test_one_message_from_queue_to_end(guild: Guild) -> None:
    """The status message is edited through the stages; no second one appears."""
    request = guild.say(f"$dl {LINK}")
    status = await guild.answer_to(request, "Queue position: 1")
    [download] = guild.downloads
    queue = guild.queue

    queue.running[download] = Progress(
        stage=FETCH, done=55, total=100, speed=5, name="funny_cat.mp4"
    )
    queue.move(download, State.RUNNING)
    await guild.answer_to(request, "Downloading: `funny_cat.mp4`")
    assert "[===========         ] 55%" in status.content

    queue.running[download] = Progress(stage=FETCH, done=80, total=100)
    await guild.answer_to(request, "] 80%")

    queue.move(download, State.RUNNING, stage=UPLOAD)
    await guild.answer_to(request, "Status: Uploading")

    files = (MediaFile(path="cat.mp4", name="cat.mp4", size=2_000_000),)
    queue.move(download, State.COMPLETED, files=files)
    await guild.answer_to(request, "✅ Download complete!")
    assert guild.answers(request) == [status]
    assert status.mentioned == set()
    [delivery] = queue.records[download].deliveries
    assert delivery.status_message == status.id


async def test_what_is_enqueued(guild: Guild) -> None:
    """Priority and format are words beside the link; the reply goes to the asker."""
    request = guild.say(f"$dl {LINK} audio low")
    await guild.answer_to(request)
    [record] = guild.queue.records.values()
    [delivery] = record.deliveries
    assert record.request.platform == "reddit"
    assert record.request.format is Format.AUDIO
    assert record.request.priority is Priority.LOW
    assert delivery.requester == guild.server.member.id
    assert delivery.target == DiscordTarget(
        guild_id=guild.server.guild.id,
        channel_id=guild.server.channel.id,
        request_message_id=request.id,
        command=request.id,
        upload_limit=20 * 1024 * 1024,
    )
    assert record.request.limits.video == 20 * 1024 * 1024


async def test_several_links_are_lines_of_one_message(guild: Guild) -> None:
    """Ten links cost one message, each with its own line."""
    links = " ".join(f"https://i.redd.it/picture{number}.jpg" for number in range(3))
    request = guild.say(f"$dl {links}")
    status = await guild.answer_to(request, "0 of 3 done")
    for download in guild.downloads:
        guild.queue.move(download, State.COMPLETED)
    await guild.answer_to(request, "3 of 3 done")
    assert guild.answers(request) == [status]


async def test_failure_says_what_to_do(guild: Guild) -> None:
    """The error, the next step and the receipt; no code, no trace."""
    request = guild.say(f"$dl {LINK}")
    await guild.answer_to(request)
    [download] = guild.downloads
    error = ErrorRecord(code="not_found", permanent=True, data={"platform": "reddit"})
    guild.queue.move(download, State.FAILED, error=error)
    status = await guild.answer_to(request, "👻")
    assert "Check whether the link still opens on Reddit." in status.content
    assert download in status.content


async def test_full_queue(guild: Guild) -> None:
    """What the queue refuses is told with its reason."""
    guild.queue.refuses = QueueFullError(waiting=50, wait_seconds=300)
    request = guild.say(f"$dl {LINK}")
    reply = await guild.answer_to(request, "50 downloads are waiting")
    assert "Room in about 5 minutes." in reply.content


async def test_accident_on_our_side(guild: Guild) -> None:
    """No detail of it reaches the channel."""
    guild.queue.refuses = OSError("/secret/path")  # type: ignore[assignment]
    request = guild.say(f"$dl {LINK}")
    reply = await guild.answer_to(request, "Something went wrong on my side")
    assert "secret" not in reply.content


async def test_not_for_the_bot(guild: Guild) -> None:
    """Other bots' commands and plain talk get no answer."""
    for text in ("$play music", "hello", "dl " + LINK):
        guild.say(text)
    request = guild.say("$DL")
    await guild.answer_to(request)
    assert len(guild.server.messages()) == 5


async def test_deleted_status_message_is_left_alone(guild: Guild) -> None:
    """Who deletes it doesn't get it again, and Discord isn't asked for ever."""
    request = guild.say(f"$dl {LINK}")
    status = await guild.answer_to(request)
    guild.server.delete(status)
    [download] = guild.downloads
    guild.queue.move(download, State.RUNNING)
    guild.queue.move(download, State.COMPLETED)
    other = guild.say("$dl https://i.redd.it/other.jpg")
    guild.queue.move((await _second(guild, other)), State.COMPLETED)
    await guild.answer_to(other, "✅")
    assert not [m for m in guild.answers(request) if m is not status]
    edits = [path for method, path in guild.server.requests if method == "PATCH"]
    assert sum(status.id in path for path in edits) <= 1


async def _second(guild: Guild, request: Message) -> str:
    await guild.answer_to(request)
    return guild.downloads[1]
