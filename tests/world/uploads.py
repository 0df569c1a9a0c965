"""What an upload stage works with: a ledger in memory, a download ready to post."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bossbot.models import (
    UPLOAD,
    Delivery,
    DirectoryTarget,
    DiscordTarget,
    DownloadRecord,
    JobReference,
    MediaFile,
    Metadata,
    Post,
    State,
)
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Stale
from tests.world.requests import MB, a_request


class PostLedger:
    """The calls of `StageLedger` that posting makes, kept in memory.

    Attributes:
        posts: What a record would say, by key.
        limits: What servers were found to take, by their ids.
        stale: Whether the fencing token is lost.
        calls: Everything that happened, in order; posters may write here too.
    """

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self.limits: dict[str, int] = {}
        self.stale = False
        self.calls: list[str] = []
        self.clock = time.time

    async def permit(self) -> None:
        self.calls.append("permit")
        if self.stale:
            raise Stale

    async def intend_post(
        self,
        ref: JobReference,
        owner: str,
        key: str,
        *,
        files: int,
        size: int,
        instead: int | None = None,
    ) -> None:
        self.calls.append(f"intend {key}")
        known = self.posts.get(key)
        if known is None or (known.files == instead and not known.messages):
            self.posts[key] = Post(at=self.clock(), files=files, bytes=size)

    async def lower_upload_limit(self, guild: str, most: int) -> int:
        self.limits[guild] = min(most, self.limits.get(guild, most))
        return self.limits[guild]

    async def record_post(
        self, ref: JobReference, owner: str, key: str, messages: tuple[str, ...]
    ) -> None:
        self.calls.append(f"record {key}")
        self.posts[key] = self.posts[key].model_copy(update={"messages": messages})


def directory_delivery(path: Path) -> Delivery:
    return Delivery(request=a_request(target=DirectoryTarget(path=str(path))))


def discord_delivery(
    channel_id: str, message_id: str | None, requester: str, **changes: Any
) -> Delivery:
    target = DiscordTarget(
        guild_id="1",
        channel_id=channel_id,
        request_message_id=message_id,
        upload_limit=20 * MB,
    )
    return Delivery(request=a_request(user=requester, target=target), **changes)


def write_files(directory: Path, sizes: list[int]) -> tuple[MediaFile, ...]:
    """Files of these sizes, each with a content of its own."""
    files = []
    for number, size in enumerate(sizes):
        name = f"picture {number}.jpg"
        (directory / name).write_bytes(bytes([number + 1]) * size)
        files.append(MediaFile(path=name, name=name, size=size, mime="image/jpeg"))
    return tuple(files)


def a_job(
    ledger: PostLedger,
    directory: Path,
    files: tuple[MediaFile, ...],
    *deliveries: Delivery,
    title: str | None = "A funny cat",
) -> Job:
    """One execution of the upload stage that begins now, as `ledger` stands."""
    record = DownloadRecord(
        id="abcdefghjkmn",
        schema_number=1,
        request=deliveries[0].request,
        deliveries=deliveries,
        state=State.RUNNING,
        stage=UPLOAD,
        attempt=1,
        created=time.time(),
        updated=ledger.clock(),
        metadata=Metadata(title=title),
        files=files,
        posts=dict(ledger.posts),
    )
    return Job(
        ref=JobReference(id=record.id, attempt=1, host="h", platform="other"),
        record=record,
        owner="owner",
        directory=directory,
        report=lambda _: None,
        permit=ledger.permit,
    )
