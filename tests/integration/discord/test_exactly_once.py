"""However posting is interrupted, the batch stands in the channel once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bossbot.adapters.discord_rest import DiscordPoster
from bossbot.errors import DiscordRefusedError, NetworkError
from bossbot.pipeline.job import Job
from bossbot.pipeline.posting import RECOGNISED
from bossbot.pipeline.upload import upload
from tests.world.discord import DiscordServer
from tests.world.uploads import PostLedger, a_job, discord_delivery, write_files

pytestmark = pytest.mark.integration


class Interrupted:
    """An upload whose connection was cut; `again` is the stage's next execution."""

    def __init__(
        self, server: DiscordServer, poster: DiscordPoster, directory: Path
    ) -> None:
        self.server = server
        self.poster = poster
        self.directory = directory
        self.ledger = PostLedger()
        self.files = write_files(directory, [100, 200])
        self.request = server.say(server.member, server.channel, "$dl a link")

    def job(self, generation: int = 0) -> Job:
        delivery = discord_delivery(
            self.server.channel.id,
            self.request.id,
            self.server.member.id,
            generation=generation,
        )
        return a_job(self.ledger, self.directory, self.files, delivery)

    async def fail(self) -> None:
        with pytest.raises(NetworkError):
            await self.again()

    async def again(self, generation: int = 0) -> None:
        await upload(
            self.job(generation), ledger=self.ledger, posters={"discord": self.poster}
        )

    def later(self, seconds: float) -> None:
        """Both clocks go on: the ledger's and Discord's memory of nonces."""
        self.ledger.clock = lambda: time.time() + seconds
        self.server.world.nonce_seconds -= seconds

    @property
    def sends(self) -> int:
        return [method for method, _ in self.server.requests].count("POST")


@pytest.fixture
def cut(server: DiscordServer, poster: DiscordPoster, tmp_path: Path) -> Interrupted:
    return Interrupted(server, poster, tmp_path)


async def test_dropped_after_the_message_was_made(cut: Interrupted) -> None:
    """The retry finds the first message and posts no second one."""
    cut.server.faults.drop_after()
    await cut.fail()
    await cut.again()
    [post] = cut.server.posts()
    assert cut.ledger.posts["0.0.0"].messages == (post.id,)


async def test_dropped_before_the_message_was_made(cut: Interrupted) -> None:
    """The retry posts what was not posted."""
    cut.server.faults.drop_before()
    await cut.fail()
    assert not cut.server.posts()
    await cut.again()
    assert len(cut.server.posts()) == 1


async def test_old_intent_is_found_in_the_history(cut: Interrupted) -> None:
    """After Discord forgot the nonce, the channel's history still knows."""
    cut.server.faults.drop_after()
    await cut.fail()
    cut.later(RECOGNISED * 10)
    for number in range(150):
        cut.server.say(cut.server.member, cut.server.channel, f"chatter {number}")
    await cut.again()
    [post] = cut.server.posts()
    assert cut.ledger.posts["0.0.0"].messages == (post.id,)
    assert cut.sends == 1


async def test_unreadable_history_within_the_nonces_time(cut: Interrupted) -> None:
    """While Discord recognises a repeat, it answers with the first message."""
    cut.server.faults.drop_after()
    await cut.fail()
    cut.server.channel.forbidden.add("history")
    await cut.again()
    [post] = cut.server.posts()
    assert cut.ledger.posts["0.0.0"].messages == (post.id,)
    assert cut.sends == 2


async def test_unreadable_history_after_it(cut: Interrupted) -> None:
    """Where nobody can tell, nothing is posted blindly."""
    cut.server.faults.drop_after()
    await cut.fail()
    cut.server.channel.forbidden.add("history")
    cut.later(RECOGNISED + 1)
    with pytest.raises(DiscordRefusedError) as caught:
        await cut.again()
    assert caught.value.data == {"reason": "unclear"}
    assert len(cut.server.posts()) == 1


async def test_a_history_that_looks_empty(cut: Interrupted) -> None:
    """Discord shows no past to whoever may not read it: that proves nothing."""
    cut.server.faults.drop_after()
    await cut.fail()
    bot, channel = cut.server.world.bot, cut.server.channel
    cut.server.overwrite(channel, bot, deny="read_message_history")
    cut.later(RECOGNISED + 1)
    with pytest.raises(DiscordRefusedError) as caught:
        await cut.again()
    assert caught.value.data == {"reason": "unclear"}
    assert len(cut.server.posts()) == 1


async def test_foreign_attachments_with_our_names_are_not_ours(
    cut: Interrupted,
) -> None:
    """A member who imitates the file name can't make us believe it was posted."""
    cut.server.faults.drop_after()
    await cut.fail()
    [ours] = cut.server.posts()
    ours.author = cut.server.member
    cut.later(RECOGNISED * 10)
    await cut.again()
    assert len(cut.server.posts()) == 1


async def test_a_members_retry_may_post_again(cut: Interrupted) -> None:
    """A new generation has a nonce and names of its own."""
    await cut.again()
    await cut.again(generation=1)
    assert len(cut.server.posts()) == 2


async def test_finished_batches_are_left_alone(cut: Interrupted) -> None:
    """Once proven, a batch is not even looked for."""
    await cut.again()
    before = len(cut.server.requests)
    await cut.again()
    assert len(cut.server.requests) == before
