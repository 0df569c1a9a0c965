"""Validate and transcode as the supervisor runs them, for one test's files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from bossbot.models import (
    Change,
    Delivery,
    DiscordTarget,
    DownloadRecord,
    Format,
    JobReference,
    MediaFile,
    Progress,
    State,
    Variant,
)
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import MediaTools, Outcome
from bossbot.pipeline.transcode import transcode
from bossbot.pipeline.validate import validate
from tests.world.requests import a_request

MB = 1024 * 1024


async def _always() -> None:
    pass


@dataclass
class Stages:
    """One download in its temp directory.

    Attributes:
        limit: What Discord takes, in bytes.
        others: The same where further requesters want it.
        delivered: How many of all requesters have theirs already.
    """

    media: MediaTools
    directory: Path
    limit: int = 20 * MB
    wanted: Format = Format.BEST
    change: Change | None = None
    told: list[Progress] = field(default_factory=list)
    files: tuple[MediaFile, ...] = ()
    variants: tuple[Variant, ...] = ()
    others: tuple[int, ...] = ()
    delivered: int = 0
    ready: bool = False

    def fetched(self, *paths: Path, names: tuple[str, ...] = ()) -> None:
        """Put copies where fetch leaves its files, under other names if given."""
        found = []
        for number, path in enumerate(paths):
            name = names[number] if names else path.name
            shutil.copyfile(path, self.directory / "source" / name)
            found.append(
                MediaFile(path=f"source/{name}", name=name, size=path.stat().st_size)
            )
        self.files = tuple(found)

    async def validate(self) -> Outcome:
        """Run validate; what it found is what the next stage gets."""
        outcome = await validate(self._job(), self.media)
        self.files = outcome.files or ()
        return outcome

    async def transcode(self) -> Outcome:
        """Run transcode on the files as they stand."""
        return await transcode(self._job(), self.media, deadline=90)

    async def fit(self) -> list[list[tuple[MediaFile, Path]]]:
        """Run transcode; for each requester the files and where they are."""
        outcome = await self.transcode()
        self.files, self.variants = outcome.files or (), outcome.variants or ()
        record = self.record
        return [
            [(file, self.directory / file.path) for file in record.files_for(delivery)]
            for delivery in record.deliveries
        ]

    async def both(self, *paths: Path) -> tuple[MediaFile, Path]:
        """The one file that comes out of both stages, and where it is."""
        self.fetched(*paths)
        await self.validate()
        (file,) = (await self.transcode()).files or ()
        return file, self.directory / file.path

    @property
    def record(self) -> DownloadRecord:
        """The download as the ledger would have it."""
        requests = [
            a_request(
                format=self.wanted,
                target=DiscordTarget(
                    guild_id="1",
                    channel_id="2",
                    request_message_id="3",
                    upload_limit=limit,
                ),
            )
            for limit in (self.limit, *self.others)
        ]
        return DownloadRecord(
            id="d1",
            schema_number=1,
            request=requests[0],
            deliveries=tuple(
                Delivery(
                    number=number,
                    request=request,
                    state=State.COMPLETED if number < self.delivered else None,
                )
                for number, request in enumerate(requests)
            ),
            state=State.RUNNING,
            stage="validate",
            attempt=1,
            created=0,
            updated=0,
            files=self.files,
            variants=self.variants,
            ready=self.ready,
            change=self.change,
        )

    def _job(self) -> Job:
        return Job(
            ref=JobReference(id="d1", attempt=1, host="h", platform="other"),
            record=self.record,
            owner="me",
            directory=self.directory,
            report=self.told.append,
            permit=_always,
        )
