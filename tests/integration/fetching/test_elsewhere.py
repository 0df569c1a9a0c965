"""imgur, Bluesky and direct links: what a row of the table has no room for."""

from __future__ import annotations

import pytest

from bossbot.errors import InvalidFileError, RateLimitedError
from bossbot.media.types import sniff
from bossbot.models import Limits
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import bluesky, faults, files_podcast, imgur, streams

pytestmark = pytest.mark.integration

MB = 1024 * 1024
SMALL = Limits(image=MB, audio=MB, video=50_000, source=2 * MB)


async def test_bluesky_says_when_its_limit_ends(stage: Stage) -> None:
    """As an instant, in a header of its own."""
    with pytest.raises(RateLimitedError) as caught:
        await stage.fetch(bluesky.BUSY, "bluesky")
    assert caught.value.retry_after == pytest.approx(bluesky.RESET_AFTER, abs=5)


@pytest.mark.parametrize("url", [bluesky.VIDEO, bluesky.QUOTE])
async def test_bluesky_has_a_stream_beside_the_original(
    stage: Stage, site_player: SitePlayer, url: str
) -> None:
    """The original where it fits; the stream where it would have to be converted."""
    await stage.fetch(url, "bluesky")
    assert len(site_player.seen_at(bluesky.SERVER)) == 1
    site_player.reset()
    for old in (stage.directory / "source").iterdir():
        old.unlink()
    await stage.fetch(url, "bluesky", limits=SMALL)
    assert not site_player.seen_at(bluesky.SERVER)
    segments = [seen.path for seen in site_player.seen_at(bluesky.STREAMS)]
    assert sum(path.endswith(".ts") for path in segments) == 3


async def test_an_album_is_asked_for_no_further_than_wanted(
    stage: Stage, site_player: SitePlayer
) -> None:
    """What is beyond the limit is not even asked for."""
    await stage.fetch(imgur.ALBUM, "imgur", max_files=2)
    paths = [seen.path for seen in site_player.seen_at("i.imgur.com")]
    assert paths == ["/hArb0ur.jpg", "/p1cture.png"]


async def test_a_podcast_is_asked_for_no_further_than_wanted(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Likewise a feed, newest first."""
    await stage.fetch(files_podcast.FEED, max_files=1)
    paths = {seen.path for seen in site_player.seen_at(files_podcast.HOST)}
    assert paths == {"/feed.xml", "/first"}


@pytest.mark.parametrize("name", ["a.jpg", "a.mp4", "a.mp3"])
async def test_a_page_that_claims_to_be_media(stage: Stage, name: str) -> None:
    """Where even the type lies, it is the first look at the file that tells."""
    outcome = await stage.fetch(faults.url(f"html/{name}"))
    with pytest.raises(InvalidFileError) as caught:
        sniff(stage.read(outcome)[0])
    assert caught.value.data["reason"] == "web_page"


@pytest.mark.parametrize(
    "url", [streams.FAIRPLAY, streams.SAMPLE_AES, streams.WIDEVINE, streams.LIVE_DASH]
)
async def test_of_what_is_refused_nothing_is_fetched(
    stage: Stage, site_player: SitePlayer, url: str
) -> None:
    """A look at the lists is enough; and there is no second tool that could help."""
    with pytest.raises(InvalidFileError):
        await stage.fetch(url)
    media = [one for one in site_player.seen if one.path.endswith((".ts", ".m4s"))]
    assert not media
    assert len(site_player.seen) <= 4


async def test_a_hostile_playlist_reaches_nobody(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Neither the file it names nor the internal address is opened."""
    with pytest.raises(Exception, match="unsupported_url"):
        await stage.fetch(streams.HOSTILE)
    assert {seen.host for seen in site_player.seen} == {streams.HOST}
    assert not [one for one in site_player.targets if "169.254" in one]
