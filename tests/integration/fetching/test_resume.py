"""What an earlier attempt left is continued, not fetched again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.errors import NetworkError
from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site
from tests.world import media

pytestmark = pytest.mark.integration

FIRST_BYTES = 90_000
BOTH = pytest.mark.parametrize(
    # yt-dlp looks at the head of a file first: its second request is the fetch.
    ("tool", "requests"),
    [("ytdlp", 2), ("gallery_dl", 1)],
)


@BOTH
async def test_a_file_that_broke_off(
    tool: str, requests: int, fetch: Fetch, site: Site, directory: Path
) -> None:
    """Less than promised is a network error; the next attempt asks for the rest."""
    site.breaks["/clip.mp4"] = [FIRST_BYTES] * requests
    with pytest.raises(NetworkError):
        await fetch(tool, f"{site.url}/clip.mp4")
    (part,) = directory.iterdir()
    had = part.stat().st_size
    assert 0 < had <= FIRST_BYTES

    (file,) = (await fetch(tool, f"{site.url}/clip.mp4"))["files"]

    whole = (site.media / "clip.mp4").read_bytes()
    assert (directory / file["path"]).read_bytes() == whole
    assert site.asked("/clip.mp4")[-1] == f"bytes={had}-"
    assert [one.name for one in directory.iterdir()] == [file["path"]]


@BOTH
async def test_a_complete_file_is_not_fetched_twice(
    tool: str, requests: int, fetch: Fetch, site: Site
) -> None:
    """A second attempt in the same directory finds the file and reports it."""
    first = await fetch(tool, f"{site.url}/clip.mp4")
    second = await fetch(tool, f"{site.url}/clip.mp4")
    assert first["files"] == second["files"]
    assert len(site.asked("/clip.mp4")) == 2 * requests - 1


async def test_a_stream_goes_on_at_its_next_fragment(
    fetch: Fetch, site: Site, directory: Path
) -> None:
    """Fragments that are there already are not asked for again."""
    for part in media.made("stream-hls", media.hls).iterdir():
        (site.media / part.name).hardlink_to(part)
    site.breaks["/seg001.ts"] = [100] * 10
    with pytest.raises(NetworkError):
        await fetch("ytdlp", f"{site.url}/master.m3u8")
    site.breaks.clear()

    (file,) = (await fetch("ytdlp", f"{site.url}/master.m3u8"))["files"]

    joined = b"".join(p.read_bytes() for p in sorted(site.media.glob("seg*.ts")))
    assert (directory / file["path"]).read_bytes() == joined
    assert len(site.asked("/seg000.ts")) == 1
