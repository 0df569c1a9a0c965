"""Validate and transcode as the supervisor runs them, for one test's files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from bossbot.models import (
    DiscordTarget,
    DownloadRecord,
    Format,
    JobReference,
    MediaFile,
    Progress,
    State,
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
    """One download in its temp directory; `limit` is what Discord takes, in bytes."""

    media: MediaTools
    directory: Path
    limit: int = 20 * MB
    wanted: Format = Format.BEST
    told: list[Progress] = field(default_factory=list)
    files: tuple[MediaFile, ...] = ()

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

    async def both(self, *paths: Path) -> tuple[MediaFile, Path]:
        """The one file that comes out of both stages, and where it is."""
        self.fetched(*paths)
        await self.validate()
        (file,) = (await self.transcode()).files or ()
        return file, self.directory / file.path

    def _job(self) -> Job:
        target = DiscordTarget(
            guild_id="1",
            channel_id="2",
            request_message_id="3",
            upload_limit=self.limit,
        )
        request = a_request(format=self.wanted, target=target)
        record = DownloadRecord(
            id="d1",
            schema_number=1,
            request=request,
            state=State.RUNNING,
            stage="validate",
            attempt=1,
            created=0,
            updated=0,
            files=self.files,
        )
        return Job(
            ref=JobReference(id="d1", attempt=1, host="h", platform="other"),
            record=record,
            owner="me",
            directory=self.directory,
            report=self.told.append,
            permit=_always,
        )
