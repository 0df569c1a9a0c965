"""Validate and transcode over the corpus: nothing crashes, hangs or leaks."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from pathlib import Path

import av
import pytest
from PIL import Image

from bossbot.adapters.media import SandboxedMedia
from bossbot.errors import FileTooLargeError, InvalidFileError
from bossbot.media.refusals import REASONS
from bossbot.models import MediaFile
from tests.integration.media.corpus import HIDDEN, ROOT, STREAM_TAGS, Sample, samples
from tests.integration.media.stages import Stages

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

KNOWN = {"tiny_any/small__b6dbf57d__heif.heif"}
"""Called unprocessable there; it decodes, and HEIF is one of our input types."""
LONGEST = 10.0
"""Seconds for one small file, waiting for the other one at work included."""


async def processed(
    sample: Sample, media: SandboxedMedia, directory: Path
) -> tuple[MediaFile, Path] | None:
    """What comes out of both stages; None where it is refused in due form."""
    (directory / "source").mkdir(parents=True)
    try:
        return await Stages(media=media, directory=directory).both(sample.path)
    except InvalidFileError as error:
        if error.data["reason"] not in REASONS:
            pytest.fail(f"no word for it: {error}")
    except FileTooLargeError:
        pass
    return None


def marks(file: MediaFile, path: Path) -> set[str]:
    """What still tells of anybody: tags by name, hidden files by their beginning."""
    data = path.read_bytes()
    found = {repr(mark) for mark in HIDDEN if mark in data}
    if file.kind == "image":
        with Image.open(path) as image:
            image.load()
            personal = {"exif", "xmp", "comment", "icc_profile", "photoshop", "iptc"}
            return found | (personal & {str(key).lower() for key in image.info})
    with av.open(str(path)) as container:
        tags = set(container.metadata)
        tags = tags.union(*(stream.metadata for stream in container.streams))
        assert len(container.streams) <= 2
    return found | ({tag.lower() for tag in tags} - STREAM_TAGS)


@pytest.mark.skipif(not samples(), reason="the corpus is not beside the checkout")
async def test_the_corpus_is_processed_or_refused_cleanly(
    media: SandboxedMedia, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    """Each of its files as it says, in time, and nothing personal comes out."""
    wrong, slow, marked = [], [], {}
    tally: Counter[str] = Counter()
    slots = asyncio.Semaphore(2)

    async def judge(number: int, sample: Sample) -> None:
        async with slots:
            began = time.monotonic()
            result = await processed(sample, media, tmp_path / str(number))
            took = time.monotonic() - began
        name = str(sample.path.relative_to(ROOT / "media"))
        right = sample.judge(accepted=result is not None)
        tally[f"{sample.group} {'right' if right else 'wrong'}"] += 1
        if not right:
            wrong.append(name)
        if took > LONGEST:
            slow.append(name)
        if result is not None and (left := marks(*result)):
            marked[name] = left

    await asyncio.gather(*(judge(*each) for each in enumerate(samples())))

    record_property("corpus", json.dumps(tally))
    assert set(wrong) <= KNOWN
    assert slow == []
    assert marked == {}


@pytest.mark.skipif(not samples(), reason="the corpus is not beside the checkout")
async def test_private_tags_of_the_corpus_are_gone(
    media: SandboxedMedia, tmp_path: Path
) -> None:
    """No place, owner or device that its list names is in the bytes that come out."""
    rows = json.loads((ROOT / "privacy.json").read_text())
    for number, row in enumerate(rows):
        sample = Sample(ROOT / "media" / row["file"], "", "")
        result = await processed(sample, media, tmp_path / str(number))
        if result is None:
            continue
        data = result[1].read_bytes()
        secrets = [*row["gps"].values(), *row["owner_serial"].values()]
        secrets += row["make_model"].values()
        texts = {str(secret) for secret in secrets if len(str(secret)) > 4}
        assert [text for text in texts if text.encode() in data] == [], row["file"]
        assert b"<x:xmpmeta" not in data
