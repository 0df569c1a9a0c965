"""Media tools that convert by copying bytes, and downloads to try them on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bossbot.errors import FileTooLargeError, InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.plans import Converted, ImagePlan, StreamPlan
from bossbot.models import Delivery, DownloadRecord, JobReference, MediaFile, State
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome
from bossbot.pipeline.transcode import transcode
from tests.world.records import a_record
from tests.world.requests import LIMITS, MB, a_request

BROKEN = b"broken"
ENDLESS = b"endless"
"""Contents: of a video that doesn't decode, and of one that nothing makes fit."""


class CopyingMedia:
    """Every file is a video; it is copied where it fits, else cut to the limit.

    Attributes:
        made: The names of source and result of each conversion.
        looked: The names of what was looked into.
    """

    def __init__(self) -> None:
        self.looked: list[str] = []
        self.made: list[tuple[str, str]] = []

    async def probe(self, path: Path) -> Facts:
        self.looked.append(path.name)
        content = path.read_bytes() if path.is_file() else BROKEN
        if content.startswith(BROKEN):
            raise InvalidFileError(reason="damaged")
        return Facts(
            kind="video",
            mime="video/mp4",
            container="mp4",
            opener="mov",
            size=len(content),
            width=64,
            height=64,
            duration=1e9 if content.startswith(ENDLESS) else 1.0,
            video_codec="h264",
            pixel_format="yuv420p",
        )

    async def convert_stream(
        self,
        source: Path,
        target: Path,
        facts: Facts,
        plan: StreamPlan,
        *,
        deadline: float,
        report: Callable[[float], None],
    ) -> Converted:
        self.made.append((source.name, target.name))
        target.write_bytes(source.read_bytes()[: plan.limit])
        return Converted(seconds=0.0)

    async def convert_image(
        self, source: Path, target: Path, facts: Facts, plan: ImagePlan
    ) -> Facts:
        raise FileTooLargeError

    async def thumbnail(self, source: Path, target: Path, facts: Facts) -> bool:
        return False


@dataclass
class Transcoding:
    """A download in its directory; each run changes it as the ledger would."""

    directory: Path
    media: CopyingMedia = field(default_factory=CopyingMedia)
    record: DownloadRecord = field(default_factory=lambda: a_record(State.RUNNING))

    def fetched(self, *contents: bytes) -> None:
        """Put files where validate leaves them."""
        (self.directory / "source").mkdir(parents=True, exist_ok=True)
        self.change(
            files=tuple(self.put("source", n, c) for n, c in enumerate(contents))
        )

    def put(self, folder: str, number: int, content: bytes) -> MediaFile:
        """One file of the download."""
        name = f"{'abcdef'[number]}.mp4"
        path = self.directory / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return MediaFile(
            path=f"{folder}/{name}", name=name, size=len(content), kind="video"
        )

    def asked_by(self, *limits: int) -> None:
        """Who waits for it, by the bytes that a video may have."""
        deliveries = tuple(
            Delivery(
                number=number,
                request=a_request(limits=LIMITS.model_copy(update={"video": limit})),
            )
            for number, limit in enumerate(limits)
        )
        self.change(deliveries=deliveries)

    def joined_by(self, limit: int) -> None:
        """All others have theirs when one more asks for it."""
        before = tuple(
            one.model_copy(update={"state": State.COMPLETED})
            for one in self.record.deliveries
        )
        self.asked_by(*[0] * len(before), limit)
        self.change(deliveries=(*before, self.record.deliveries[-1]))

    def change(self, **changes: Any) -> None:
        self.record = self.record.model_copy(update=changes)

    async def run(self) -> Outcome:
        """Run the stage, and take its outcome into the record."""

        async def permitted() -> None:
            return None

        job = Job(
            ref=JobReference(id="d1", attempt=1, host="h", platform="other"),
            record=self.record,
            owner="me",
            directory=self.directory,
            report=lambda _: None,
            permit=permitted,
        )
        outcome = await transcode(job, self.media)
        self.change(files=outcome.files, variants=outcome.variants)
        return outcome

    def sizes_for(self, number: int) -> list[int]:
        """What lies on the disk for a delivery, file by file."""
        files = self.record.files_for(self.record.deliveries[number])
        sizes = [(self.directory / file.path).stat().st_size for file in files]
        assert sizes == [file.size for file in files]
        return sizes


__all__ = ["BROKEN", "ENDLESS", "MB", "CopyingMedia", "Transcoding"]
