"""What the jobs bring home."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.integration.fetching.conftest import Fetch, Progresses
from tests.integration.fetching.site import JPEG, Site
from tests.world import media

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("tool", ["ytdlp", "gallery_dl"])


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@BOTH
async def test_a_direct_video(
    tool: str, fetch: Fetch, site: Site, directory: Path, progresses: Progresses
) -> None:
    """A link to a video file becomes that file, byte by byte, with progress."""
    result = await fetch(tool, f"{site.url}/clip.mp4")
    (file,) = result["files"]
    assert _sha(directory / file["path"]) == _sha(site.media / "clip.mp4")
    assert file["name"] == "clip.mp4"
    assert result["skipped"] == []
    last = progresses.told[-1]
    assert last["done"] == last["total"] == (site.media / "clip.mp4").stat().st_size
    assert (last["file_number"], last["file_count"]) == (1, 1)


@BOTH
async def test_a_direct_picture(
    tool: str, fetch: Fetch, site: Site, directory: Path
) -> None:
    """Both libraries fetch a plain picture, so that either may be the fallback."""
    (file,) = (await fetch(tool, f"{site.url}/photo.jpg"))["files"]
    assert (directory / file["path"]).read_bytes() == JPEG
    assert file["name"] == "photo.jpg"


@BOTH
async def test_metadata_tells_where_it_came_from(
    tool: str, fetch: Fetch, site: Site
) -> None:
    """Even a bare file has a title and its source."""
    metadata = (await fetch(tool, f"{site.url}/clip.mp4"))["metadata"]
    assert metadata["title"] == "clip"
    assert metadata["source_url"] == f"{site.url}/clip.mp4"
    assert metadata["age_restricted"] is False


async def test_an_hls_stream(
    fetch: Fetch, site: Site, directory: Path, progresses: Progresses
) -> None:
    """A stream's segments become one file with the name of the stream."""
    for part in media.made("stream-hls", media.hls).iterdir():
        (site.media / part.name).hardlink_to(part)
    (file,) = (await fetch("ytdlp", f"{site.url}/master.m3u8"))["files"]
    joined = b"".join(p.read_bytes() for p in sorted(site.media.glob("seg*.ts")))
    assert (directory / file["path"]).read_bytes() == joined
    assert progresses.told


@BOTH
async def test_nothing_but_the_files_is_left(
    tool: str, fetch: Fetch, site: Site, directory: Path
) -> None:
    """No cache, log, cookie jar or part file stays behind."""
    result = await fetch(tool, f"{site.url}/clip.mp4")
    assert [one.name for one in directory.iterdir()] == [
        one["path"] for one in result["files"]
    ]
