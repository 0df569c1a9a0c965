"""One download for several limits, with real conversions."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk
from bossbot.models import MediaFile, State
from bossbot.storage.kept import place_of
from tests.integration.media.measures import packet_hash
from tests.integration.media.stages import MB, Stages
from tests.world import media as world

pytestmark = pytest.mark.integration


def _clip() -> Path:
    """A video of 2 MB that can be copied."""
    return world.made(
        "2mb.mp4", world.h264_mp4, seconds=4, width=640, height=360, size=2 * MB
    )


def _photo() -> Path:
    return world.made("photo.jpg", world.jpeg)


def _digests(files: list[tuple[MediaFile, Path]]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for _, path in files]


async def test_two_limits_in_one_download(stages: Stages) -> None:
    """The larger one gets the very packets, the smaller one less; pictures are shared.

    Who joins later with a third limit gets it from the source, not from a copy's copy,
    and nothing that was delivered changes.
    """
    stages.limit, stages.others = 3 * MB, (400_000,)
    stages.fetched(_clip(), _photo())
    await stages.validate()

    large, small = await stages.fit()

    assert packet_hash(large[0][1], "video") == packet_hash(_clip(), "video")
    assert (small[0][0].action, small[0][0].video_codec) == ("encoded", "h264")
    assert small[0][0].size <= 400_000
    assert small[1] == large[1]
    before = _digests(large) + _digests(small)
    assert before == [file.sha256 for file, _ in large + small]

    stages.others, stages.delivered = (400_000, 250_000), 2
    large, small, smaller = await stages.fit()

    assert smaller[0][0].size <= 250_000
    assert smaller[0][0].source_size == _clip().stat().st_size
    assert _digests(large) + _digests(small) == before


async def test_served_again_for_a_smaller_limit(stages: Stages, tmp_path: Path) -> None:
    """From the kept files, in their own place, which stay what they were."""
    disk = Disk.open(tmp_path / "storage")
    stages.limit = 3 * MB
    stages.directory = disk.temp("d1")
    (stages.directory / "source").mkdir(parents=True)
    stages.fetched(_clip(), _photo())
    await stages.validate()
    await stages.fit()
    record = stages.record.model_copy(
        update={"state": State.COMPLETED, "files": stages.files}
    )
    kept = disk.keep(record)
    assert kept is not None
    before = {
        p: (p.read_bytes(), p.stat().st_ino) for p in (kept / "content").iterdir()
    }

    stages.directory = disk.temp("d2")
    output = stages.directory / "output"
    output.mkdir(parents=True)
    borrowed = disk.borrow(place_of(record), output)
    assert borrowed is not None
    stages.ready = True
    stages.files = tuple(
        file.model_copy(update={"path": f"output/{file.path}"})
        for file in borrowed.files
    )
    stages.others = (400_000,)
    large, small = await stages.fit()

    assert [path.samefile(kept / "content" / path.name) for _, path in large] == [
        True
    ] * 2
    assert small[0][0].action == "encoded"
    assert small[0][0].size <= 400_000
    assert small[1] == large[1]
    after = {p: (p.read_bytes(), p.stat().st_ino) for p in (kept / "content").iterdir()}
    assert after == before
