"""Fetch from storage: what is taken from there, and when the site is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bossbot.errors import CleanupError, DiskFullError, InvalidFileError
from bossbot.models import (
    DiscordTarget,
    DownloadRecord,
    MediaFile,
    Metadata,
    Subtitles,
)
from bossbot.pipeline.again import serving_again
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Borrowed, Outcome
from bossbot.pipeline.validate import validate
from bossbot.storage.layout import Place
from tests.world.jobs import a_job
from tests.world.transcodes import CopyingMedia

pytestmark = pytest.mark.unit

FETCHED = Outcome(tool="fetched")
KEPT = Borrowed(
    files=(MediaFile(path="x.mp4", name="cat.mp4", size=3, thumbnail="x.jpg"),),
    metadata=Metadata(
        title="A cat", subtitles=(Subtitles(path="x.vtt", language="de"),)
    ),
    tool="yt-dlp",
    canonical="https://media.example/cat.mp4",
    format="best",
    private=True,
)


class Storage:
    """Holds one thing, or refuses."""

    def __init__(self, answer: Borrowed | Exception | None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Path]] = []

    def borrow(self, place: Place, directory: Path) -> Borrowed | None:
        self.asked.append((place.key, directory))
        assert directory.is_dir()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def keep(self, record: DownloadRecord) -> Path | None:
        return None

    def drop_temp(self, download_id: str) -> int:
        return 0


async def _fetch(job: Job) -> Outcome:
    return FETCHED


async def _run(
    directory: Path, storage: Storage, again: str | None = "g1/2024-04-17/d0"
) -> Outcome:
    job = a_job(directory)
    job = replace(job, record=job.record.model_copy(update={"again": again}))
    return await serving_again(job, work=_fetch, kept=storage)


async def test_what_is_kept_is_not_fetched(tmp_path: Path) -> None:
    """Files, what is known of them, the tool, and that they are not for everybody."""
    storage = Storage(KEPT)
    outcome = await _run(tmp_path, storage)
    assert storage.asked == [("g1/2024-04-17/d0", tmp_path / "output")]
    (file,) = outcome.files or ()
    assert (file.path, file.thumbnail) == ("output/x.mp4", "output/x.jpg")
    assert (outcome.ready, outcome.private, outcome.tool) == (True, True, "yt-dlp")
    said = Subtitles(path="output/x.vtt", language="de")
    assert outcome.metadata == Metadata(title="A cat", subtitles=(said,))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        CleanupError(reason="EIO"),
        replace(KEPT, canonical="https://elsewhere.example/"),
        replace(KEPT, format="audio"),
    ],
    ids=["gone", "unreadable", "another link", "another format"],
)
async def test_what_is_not_there_is_fetched(tmp_path: Path, answer: Any) -> None:
    """The requester waits longer, and gets theirs."""
    assert await _run(tmp_path, Storage(answer)) is FETCHED


@pytest.mark.parametrize("again", [None, "", "../../etc", "a/b", "g1/2024-04-17/.."])
async def test_only_a_place_is_looked_at(tmp_path: Path, again: str | None) -> None:
    """A record without one, or with something else, leads nowhere."""
    storage = Storage(KEPT)
    assert await _run(tmp_path, storage, again) is FETCHED
    assert not storage.asked


async def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    """Fetching would need the room as well."""
    with pytest.raises(DiskFullError):
        await _run(tmp_path, Storage(DiskFullError()))


async def test_what_was_kept_is_not_examined_again(tmp_path: Path) -> None:
    """It was before it was kept, and its checksum is what it was."""
    job = a_job(tmp_path)
    file = MediaFile(path="output/x.mp4", name="cat.mp4", size=3)
    record = job.record.model_copy(update={"ready": True, "files": (file,)})
    job = replace(job, record=record)
    assert await validate(job, media=object()) == Outcome()  # type: ignore[arg-type]


async def test_what_was_fetched_after_all_is_examined(tmp_path: Path) -> None:
    """A host later, the files may be the site's: the record's word is not enough."""
    job = a_job(tmp_path)
    file = MediaFile(path="source/x.mp4", name="cat.mp4", size=3)
    record = job.record.model_copy(update={"ready": True, "files": (file,)})
    with pytest.raises(InvalidFileError):
        await validate(replace(job, record=record), media=CopyingMedia())


async def test_what_is_kept_is_not_for_every_channel(tmp_path: Path) -> None:
    """Served from storage, adult media stays where it belongs, too."""
    storage = Storage(replace(KEPT, metadata=Metadata(age_restricted=True)))
    target = DiscordTarget(channel_id="2", upload_limit=1)
    job = a_job(tmp_path, target=target)
    record = job.record.model_copy(update={"again": "g1/2024-04-17/d0"})
    job = replace(job, record=record)
    outcome = await serving_again(job, work=_fetch, kept=storage)
    assert [error.data for error in outcome.failed.values()] == [
        {"reason": "age_restricted"}
    ]
