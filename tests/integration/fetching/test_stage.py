"""Links become files in the temp directory, through sandbox and egress guard."""

from __future__ import annotations

import pytest

from bossbot.errors import (
    FileTooLargeError,
    InvalidFileError,
    InvalidUrlError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.models import Limits
from tests.world import media
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import faults, files, reddit, streams, twitter

pytestmark = pytest.mark.integration

MB = 1024 * 1024


def _sample(name: str) -> bytes:
    return media.made(name, files.MAKERS[name]).read_bytes()


async def test_a_direct_link(stage: Stage) -> None:
    """A file behind TLS arrives whole, with its name and progress."""
    outcome = await stage.fetch(files.url("clip.mp4"))
    assert stage.read(outcome) == [_sample("clip.mp4")]
    assert outcome.files is not None
    (file,) = outcome.files
    assert file.path.startswith("source/")
    assert (file.name, file.size) == ("clip.mp4", len(_sample("clip.mp4")))
    assert outcome.tool == "gallery-dl"
    assert stage.told[-1].done == stage.told[-1].total == file.size
    assert {one.stage for one in stage.told} == {"fetch"}


async def test_a_tweet_with_photos(stage: Stage) -> None:
    """A tweet's photos come in order, with its text and author."""
    outcome = await stage.fetch(twitter.PHOTO_TWEET, "twitter")
    assert stage.read(outcome) == [_sample("gps.jpg"), _sample("photo.jpg")]
    assert outcome.metadata is not None
    assert outcome.metadata.text is not None
    assert "Two photos of the harbour" in outcome.metadata.text
    assert outcome.metadata.author == "Harbour"


async def test_a_reddit_gallery(stage: Stage) -> None:
    """A gallery's pictures come in order, with its title."""
    outcome = await stage.fetch(reddit.GALLERY, "reddit")
    assert stage.read(outcome) == [_sample("gps.jpg"), _sample("photo.jpg")]
    assert outcome.metadata is not None
    assert outcome.metadata.title == "Two harbours"
    assert outcome.metadata.author == "harbour_watcher"


@pytest.mark.parametrize("url", [reddit.VIDEO_LINK, reddit.VIDEO_POST])
async def test_a_reddit_video_has_its_sound(stage: Stage, url: str) -> None:
    """Picture and sound, served apart, are one file; a post's link falls back."""
    outcome = await stage.fetch(url, "reddit")
    assert outcome.tool == "yt-dlp"
    assert outcome.files is not None
    (file,) = outcome.files
    import av

    with av.open(str(stage.directory / file.path)) as container:
        assert {one.type for one in container.streams} == {"video", "audio"}


async def test_a_stream(stage: Stage) -> None:
    """An HLS stream becomes one file."""
    outcome = await stage.fetch(streams.HLS)
    folder = media.made("hls", media.hls)
    joined = b"".join(part.read_bytes() for part in sorted(folder.glob("*.ts")))
    assert stage.read(outcome) == [joined]


async def test_a_page_with_a_video_in_it(stage: Stage) -> None:
    """A page of an unknown site is searched for its video."""
    outcome = await stage.fetch(streams.PAGE)
    assert outcome.metadata is not None
    assert (outcome.metadata.title or "").startswith("Harbour at dawn")
    assert len(stage.read(outcome)) == 1


async def test_only_so_many_files(stage: Stage) -> None:
    """An album ends at the requested number of files."""
    outcome = await stage.fetch(reddit.GALLERY, "reddit", max_files=1)
    assert stage.read(outcome) == [_sample("gps.jpg")]


@pytest.mark.parametrize(
    ("url", "platform", "kind"),
    [
        (faults.url("status/404/a.jpg"), "other", NotFoundError),
        (faults.url("status/403/a.mp4"), "other", PermissionDeniedError),
        (faults.url("status/500/a.mp4"), "other", NetworkError),
        (faults.url("truncated/a.mp4"), "other", NetworkError),
        (faults.url("page/a.jpg"), "other", InvalidFileError),
        (faults.url("empty/a.jpg"), "other", InvalidFileError),
        (faults.url("redirect/loop/a.jpg"), "other", UnsupportedUrlError),
        ("https://dead.playedback.org/a.jpg", "other", NetworkError),
        ("https://badcert.playedback.org/a.jpg", "other", NetworkError),
        (files.ROOT + "/", "other", UnsupportedUrlError),
        (streams.LIVE, "other", InvalidFileError),
        (reddit.GONE, "reddit", NotFoundError),
        (reddit.PRIVATE, "reddit", LoginRequiredError),
        (twitter.GONE_TWEET, "twitter", NotFoundError),
        (twitter.PROTECTED_TWEET, "twitter", LoginRequiredError),
        (twitter.TEXT_TWEET, "twitter", UnsupportedUrlError),
    ],
)
async def test_what_can_not_be_fetched(
    stage: Stage, url: str, platform: str, kind: type[Exception]
) -> None:
    """Each disappointment has its own error, and no file is made up."""
    with pytest.raises(kind):
        await stage.fetch(url, platform)


@pytest.mark.parametrize(
    ("url", "platform", "wait"),
    [
        (faults.url("status/429/a.jpg?retry_after=7"), "other", 7),
        (twitter.LIMITED_TWEET, "twitter", 90),
    ],
)
async def test_a_rate_limit_says_when_to_return(
    stage: Stage, url: str, platform: str, wait: float
) -> None:
    """The site's wish comes through, and the tool does not sleep on it."""
    with pytest.raises(RateLimitedError) as caught:
        await stage.fetch(url, platform)
    assert caught.value.retry_after == wait


@pytest.mark.parametrize("way", ["metadata", "loopback"])
async def test_a_redirect_inside(
    stage: Stage, way: str, site_player: SitePlayer
) -> None:
    """A redirect to an internal address is refused as such, and never connected."""
    with pytest.raises(InvalidUrlError) as caught:
        await stage.fetch(faults.url(f"redirect/{way}/a.jpg"))
    assert caught.value.data["reason"] == "private_address"
    assert not [target for target in site_player.targets if "playedback" not in target]


async def test_a_hostile_playlist(stage: Stage) -> None:
    """Segments on this machine are not read, and nothing is brought."""
    with pytest.raises((InvalidUrlError, UnsupportedUrlError, NetworkError)):
        await stage.fetch(streams.HOSTILE)


@pytest.mark.parametrize("how", ["endless", "lying"])
async def test_a_body_without_end(stage: Stage, how: str) -> None:
    """The cap is counted where the bytes pass, whatever the site says of the size."""
    limits = Limits(image=MB, audio=MB, video=MB, source=2 * MB)
    with pytest.raises(FileTooLargeError) as caught:
        await stage.fetch(faults.url(f"{how}/a.mp4"), limits=limits)
    assert caught.value.data["max_mb"] == 2.0


@pytest.mark.parametrize("name", ["a.jpg", "a.mp4"])
async def test_a_small_file_that_unpacks_to_a_large_one(
    stage: Stage, name: str
) -> None:
    """200 kB on the wire are 200 MB on the disk: the cap holds there as well."""
    limits = Limits(image=MB, audio=MB, video=MB, source=20 * MB)
    with pytest.raises(FileTooLargeError):
        await stage.fetch(faults.url(f"bomb/{name}"), limits=limits)
    left = sum(one.stat().st_size for one in (stage.directory / "source").iterdir())
    assert left <= 22 * MB


async def test_a_site_that_says_nothing(stage: Stage) -> None:
    """The deadline ends what the site would draw out for ever."""
    stage.deadline = 2.0
    with pytest.raises(NetworkError):
        await stage.fetch(faults.url("drip/a.jpg"))


async def test_the_next_attempt_goes_on(stage: Stage, site_player: SitePlayer) -> None:
    """What broke off is continued by the next attempt, through everything."""
    url = faults.url("breaks/70000/a.mp4")
    with pytest.raises(NetworkError):
        await stage.fetch(url)
    outcome = await stage.fetch(url, retries=1)
    assert stage.read(outcome) == [_sample("clip.mp4")]
    last = site_player.seen_at(faults.HOST)[-1]
    assert last.headers["Range"] == "bytes=65536-"
