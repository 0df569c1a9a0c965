"""What is no media, or is built to hurt: refused with its reason, deleted, survived."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bossbot.errors import FileTooLargeError, InvalidFileError
from tests.integration.media.stages import Stages
from tests.world import media as world

pytestmark = pytest.mark.integration


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    )


BAD = {
    "empty": b"",
    "web_page": b"<!DOCTYPE html><html><body>log in</body></html>",
    "vector_image": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "archive": b"PK\x03\x04" + bytes(60),
    "executable": b"\x7fELF" + bytes(60),
    "document": b"%PDF-1.7\n" + bytes(60),
    "text": b"just some words\n",
    "unsupported_type": bytes(range(256)),
    "damaged": b"\xff\xd8\xff\xe0" + bytes(200),
    "too_many_pixels": bomb(20_000, 5_000),
}


@pytest.mark.parametrize("reason", BAD)
async def test_no_media_is_refused(stages: Stages, tmp_path: Path, reason: str) -> None:
    """Whatever its name says; the file is gone at once."""
    source = tmp_path / "cat.mp4"
    source.write_bytes(BAD[reason])
    stages.fetched(source)

    with pytest.raises(InvalidFileError) as raised:
        await stages.validate()

    assert raised.value.data == {"reason": reason}
    assert list((stages.directory / "source").iterdir()) == []


@pytest.mark.parametrize(
    "playlist",
    [
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n",
    ],
)
async def test_playlists_are_never_opened(
    stages: Stages, tmp_path: Path, playlist: bytes
) -> None:
    """Files that would make a demuxer open others are told by their beginning."""
    source = tmp_path / "clip.mp4"
    source.write_bytes(playlist)
    stages.fetched(source)

    with pytest.raises(InvalidFileError, match="playlist"):
        await stages.validate()


async def test_a_truncated_picture_is_damaged(stages: Stages, tmp_path: Path) -> None:
    """Half a JPEG is not shown as half a picture."""
    whole = world.made("plain.jpg", world.jpeg).read_bytes()
    source = tmp_path / "half.jpg"
    source.write_bytes(whole[: len(whole) // 2])
    stages.fetched(source)

    with pytest.raises(InvalidFileError, match="damaged"):
        await stages.validate()


async def test_a_movie_that_is_only_an_index_is_damaged(
    stages: Stages, tmp_path: Path
) -> None:
    """The header promises streams; no frame of them is there."""
    whole = world.made("clip.mp4", world.h264_mp4).read_bytes()
    source = tmp_path / "index.mp4"
    source.write_bytes(whole[: whole.index(b"mdat") + 4])
    stages.fetched(source)

    with pytest.raises(InvalidFileError, match="damaged"):
        await stages.validate()


async def test_the_rest_of_an_album_goes_on(stages: Stages, tmp_path: Path) -> None:
    """The bad one is left out with its reason; the good ones keep their order."""
    page = tmp_path / "b.jpg"
    page.write_bytes(BAD["web_page"])
    good = world.made("plain.jpg", world.jpeg)
    stages.fetched(good, page, good, names=("a.jpg", "b.jpg", "c.jpg"))

    validated = await stages.validate()
    transcoded = await stages.transcode()

    assert [error.data for error in validated.skipped] == [{"reason": "web_page"}]
    assert [file.name for file in transcoded.files or ()] == ["a.jpg", "c.jpg"]
    assert len({file.path for file in transcoded.files or ()}) == 2


async def test_a_killed_stage_says_the_same_when_it_runs_again(
    stages: Stages, tmp_path: Path
) -> None:
    """Bad files are gone by then; that they are missing is not why."""
    page, good = tmp_path / "b.jpg", world.made("plain.jpg", world.jpeg)
    page.write_bytes(BAD["web_page"])
    stages.fetched(page, good, names=("b.jpg", "c.jpg"))

    before = stages.files
    await stages.validate()
    stages.files = before  # the ledger never heard of the end
    again = await stages.validate()

    assert [error.data for error in again.skipped] == [{"reason": "web_page"}]
    assert [file.name for file in again.files or ()] == ["c.jpg"]


async def test_a_file_that_came_again_is_looked_at_again(
    stages: Stages, tmp_path: Path
) -> None:
    """What was said of its predecessor says nothing of it."""
    source = tmp_path / "a.jpg"
    source.write_bytes(b"")
    stages.fetched(source)
    with pytest.raises(InvalidFileError, match="empty"):
        await stages.validate()

    good = world.made("plain.jpg", world.jpeg).read_bytes()
    (stages.directory / stages.files[0].path).write_bytes(good)

    assert not (await stages.validate()).skipped


async def test_links_out_of_the_directory_are_not_followed(
    stages: Stages, tmp_path: Path
) -> None:
    """A link that a job left in place of its file is refused, its target untouched."""
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(world.made("plain.jpg", world.jpeg).read_bytes())
    stages.fetched(secret)
    link = stages.directory / "source" / "secret.jpg"
    link.unlink()
    link.symlink_to(secret)

    with pytest.raises(InvalidFileError, match="missing"):
        await stages.validate()
    assert secret.exists()


async def test_a_pipe_in_place_of_the_file_is_refused(
    stages: Stages, tmp_path: Path
) -> None:
    """Opening it would wait for ever."""
    stages.fetched(world.made("plain.jpg", world.jpeg))
    path = stages.directory / stages.files[0].path
    path.unlink()
    os.mkfifo(path)

    with pytest.raises(InvalidFileError, match="missing"):
        await stages.validate()


async def test_more_than_may_be_fetched_is_too_large(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What slipped through the fetch's cap is stopped by its size on disk."""
    monkeypatch.setattr("tests.world.requests.LIMITS", _tiny())
    stages.fetched(world.made("plain.jpg", world.jpeg))

    with pytest.raises(FileTooLargeError):
        await stages.validate()


def _tiny() -> object:
    from tests.world.requests import LIMITS

    return LIMITS.model_copy(update={"source": 100})


async def test_a_lying_animation_header_costs_nothing(
    stages: Stages, tmp_path: Path
) -> None:
    """An APNG that claims a billion frames is refused or becomes a still."""
    memory = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (n * 90, 0, 0)) for n in range(2)]
    frames[0].save(memory, "PNG", save_all=True, append_images=frames[1:])
    data = memory.getvalue()
    at = data.index(b"acTL")
    body = b"acTL" + struct.pack(">II", 1_000_000_000, 0)
    lying = data[:at] + body + struct.pack(">I", zlib.crc32(body)) + data[at + 16 :]
    source = tmp_path / "lie.png"
    source.write_bytes(lying)

    file, _ = await stages.both(source)

    assert not file.animated
