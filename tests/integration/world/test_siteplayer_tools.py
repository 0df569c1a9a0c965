"""The unmodified tools fetch from the played sites as they do from the real ones."""

from __future__ import annotations

import pytest

from tests.integration.world.conftest import RunTool
from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.authority import BAD_CERTIFICATE
from tests.world.siteplayer.sites import faults, files, reddit, streams, twitter

pytestmark = pytest.mark.integration


def test_gallery_dl_fetches_galleries_tweets_and_direct_links(
    gallery_dl: RunTool, site_player: SitePlayer
) -> None:
    """A Reddit gallery, a tweet's photos by guest token, a file; GPS still in them."""
    run = gallery_dl(reddit.GALLERY, twitter.PHOTO_TWEET, files.url("picture.png"))

    assert len(run.files) == 5, run.errors
    assert sum(media.GPS_TEXT in data for data in run.files.values()) == 2
    activated = site_player.seen_at("api.x.com")
    assert [(seen.method, seen.path) for seen in activated] == [
        ("POST", "/1.1/guest/activate.json")
    ]


def test_gallery_dl_has_the_video_of_a_reddit_post_merged_with_its_sound(
    gallery_dl: RunTool, site_player: SitePlayer
) -> None:
    """It hands DASH over to yt-dlp, which trusts the same CA by raw options."""
    run = gallery_dl(reddit.VIDEO_POST)

    [video] = run.files.values()
    assert b"avc1" in video, run.errors
    assert b"mp4a" in video
    tracks = {seen.path for seen in site_player.seen_at("v.redd.it")}
    assert tracks >= {"/boat0001/DASH_180.mp4", "/boat0001/DASH_AUDIO_96.mp4"}


def test_yt_dlp_fetches_streams_pages_and_short_links(yt_dlp: RunTool) -> None:
    """HLS, a page with a video in it, v.redd.it with sound, a tweet's video."""
    run = yt_dlp(streams.HLS, streams.PAGE, reddit.VIDEO_LINK, twitter.VIDEO_TWEET)

    assert len(run.files) == 4, run.errors
    assert all(name.endswith(".mp4") for name in run.files)
    assert all(b"ftyp" in data[:16] for data in run.files.values())


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (faults.url("status/404/a.jpg"), "404 Not Found"),
        (faults.url("status/429/a.jpg?retry_after=7"), "429 Too Many"),
        (faults.url("truncated/a.jpg"), "IncompleteRead"),
        (faults.url("empty/a.jpg"), "Empty file"),
        (faults.url("page/a.jpg"), "HTML response"),
        (f"https://{BAD_CERTIFICATE}/a.jpg", "CERTIFICATE_VERIFY_FAILED"),
        (reddit.GONE, "NotFoundError"),
        (reddit.PRIVATE, "AuthorizationError"),
        (twitter.PROTECTED_TWEET, "AuthRequired"),
    ],
)
def test_gallery_dl_meets_the_faults(gallery_dl: RunTool, url: str, error: str) -> None:
    """Each fault looks to the tool like the real thing, and leaves no whole file."""
    run = gallery_dl(url)

    assert error in run.errors
    assert all(name.endswith(".part") for name in run.files)


def test_yt_dlp_resumes_where_a_body_broke_off(
    yt_dlp: RunTool, site_player: SitePlayer
) -> None:
    """What begins at 0 breaks; only who asks for the rest gets the whole."""
    url = faults.url("breaks/70000/clip.mp4")

    broken = yt_dlp(url)
    assert [name.endswith(".part") for name in broken.files] == [True], broken.errors
    site_player.seen.clear()
    whole = yt_dlp(url)

    [video] = whole.files.values()
    assert video == made("clip.mp4", media.h264_mp4).read_bytes()
    asked = [seen.headers.get("Range", "") for seen in site_player.seen]
    assert any(value.startswith("bytes=") and value != "bytes=0-" for value in asked)
