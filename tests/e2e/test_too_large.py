"""What is too large for Discord, had in another way, from the worker to the channel."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest

from bossbot.adapters.ledger import Scripts, UploadLimits
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.media.offers import offers
from bossbot.models import (
    FETCH,
    Change,
    DiscordTarget,
    DownloadRecord,
    State,
)
from tests.world.deployment import Client, Deployment
from tests.world.discord import Attachment, DiscordServer, Message
from tests.world.requests import LIMITS, MB
from tests.world.siteplayer.sites import files

pytestmark = pytest.mark.e2e

SECONDS = 8
TIGHT = 50_000
"""Bytes for which eight seconds of video are too many in one file, not in ten."""


@dataclass
class Channel:
    """A channel of the stand-in, and who asks in it."""

    server: DiscordServer
    client: Client
    link: str

    async def ask(self, *, video: int = LIMITS.video) -> str:
        """Ask for the link, as the bot would."""
        request = self.server.say(self.server.member, self.server.channel, "$dl a link")
        target = DiscordTarget(
            guild_id=self.server.guild.id,
            channel_id=self.server.channel.id,
            request_message_id=request.id,
            upload_limit=20 * MB,
        )
        return await self.client.ask(
            self.link,
            canonical=self.link,
            target=target,
            guild=self.server.guild.id,
            user=self.server.member.id,
            limits=LIMITS.model_copy(update={"video": video}),
        )

    async def retry(self, download_id: str, change: Change) -> DownloadRecord:
        """Take a change, to its end."""
        await self.client.queue.retry(download_id, by="member", change=change)
        return await self.client.until_cleaned(download_id)

    def posted(self) -> list[Message]:
        """What stands in the channel."""
        return self.server.posts()


@pytest.fixture
def server() -> Iterator[DiscordServer]:
    with DiscordServer() as server:
        yield server


@pytest.fixture
def deployment(
    tmp_path: Path, server: DiscordServer, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    with Deployment(tmp_path, **sites_environment, **server.environment) as deployment:
        deployment.start_worker()
        yield deployment


async def test_a_video_that_nothing_fits_is_posted_in_parts(
    deployment: Deployment, server: DiscordServer, tmp_path: Path
) -> None:
    """Without another fetch; then its sound alone, for whoever prefers that."""
    async with deployment.client() as client:
        await client.hosts(1)
        link = files.h264_url(1, width=320, height=180, seconds=SECONDS)
        channel = Channel(server, client, link)
        download = await channel.ask(video=TIGHT)
        failed = await client.until_cleaned(download)
        assert failed.error is not None
        assert (failed.state, failed.error.code) == (State.FAILED, "file_too_large")
        assert Change.SPLIT in offers(failed, failed.ended or 0)
        assert deployment.temps() == [download]

        whole = await channel.retry(download, Change.SPLIT)

        assert (whole.state, whole.error) == (State.COMPLETED, None)
        assert whole.stages[FETCH].began == failed.stages[FETCH].began
        assert whole.stages[FETCH].ended == failed.stages[FETCH].ended
        parts = [one for post in channel.posted() for one in post.attachments]
        assert 2 <= len(parts) <= 10
        for number, part in enumerate(parts, start=1):
            assert f"_part_{number}_of_{len(parts)}_" in part.filename
            assert len(part.data) <= TIGHT
        assert sum(map(_seconds, _saved(tmp_path, parts))) == pytest.approx(
            SECONDS, abs=0.5
        )
        assert deployment.temps() == []
        [post] = channel.posted()
        assert await client.queue.client.get(f"{PREFIX}message:{post.id}") == download

        # Who asks for the video now gets neither its parts nor any of this.
        again = await channel.ask()
        await client.until_cleaned(again)
        [video] = channel.posted()[-1].attachments
        assert len(video.data) > TIGHT


async def test_what_discord_refuses_is_learnt_and_made_to_fit(
    deployment: Deployment, server: DiscordServer
) -> None:
    """Its own word counts more than its table, for this retry and the next requests."""
    server.world.upload_limit = 10 * MB
    async with deployment.client() as client:
        await client.hosts(1)
        link = files.h264_url(12, width=640, height=360, seconds=SECONDS)
        channel = Channel(server, client, link)
        download = await channel.ask()
        failed = await client.until_cleaned(download)
        assert failed.error is not None
        assert failed.error.data["refused_by"] == "discord"
        learned = UploadLimits(Scripts(client.queue.client))
        assert await learned.learned(server.guild.id) == 10 * MB
        assert channel.posted() == []

        done = await channel.retry(download, Change.SPLIT)

        assert done.state is State.COMPLETED
        parts = [one for post in channel.posted() for one in post.attachments]
        assert [len(one.data) <= 10 * MB for one in parts] == [True, True]
        digests = {hashlib.sha256(one.data).hexdigest() for one in parts}
        assert digests == {file.sha256 for file in done.files}
        assert {file.action for file in done.files} == {"copied"}


def _saved(directory: Path, parts: list[Attachment]) -> list[Path]:
    found = []
    for number, part in enumerate(parts):
        path = directory / f"{number}.mp4"
        path.write_bytes(part.data)
        found.append(path)
    return found


def _seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        return (container.duration or 0) / 1e6
