"""What is asked of X for a link, and what is not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from bossbot.errors import (
    BossBotError,
    InvalidFileError,
    NotFoundError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.models import Format
from bossbot.sandbox.jobs.gallery_dl.watch import PATIENCE
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import twitter as site
from tests.world.siteplayer.sites import twitter_account as account

pytestmark = pytest.mark.integration


@pytest.fixture
def member(stage: Stage, tmp_path: Path) -> Stage:
    """The stage of an operator with an account."""
    cookies = tmp_path / "cookies"
    cookies.mkdir()
    (cookies / "twitter.txt").write_text(account.cookies())
    stage.settings = stage.settings.model_copy(update={"cookies_dir": cookies})
    return stage


def _asked(player: SitePlayer, name: str) -> int:
    """How often a GraphQL operation was asked for."""
    return sum(seen.path.endswith(f"/{name}") for seen in player.seen)


def _images(player: SitePlayer) -> list[str]:
    """The sizes of the pictures that were asked for, in order."""
    return [seen.query["name"] for seen in player.seen_at("pbs.twimg.com")]


@pytest.mark.parametrize(
    ("url", "times"),
    [
        (site.PHOTO_TWEET, 1),
        (site.QUOTE_WITH_MEDIA, 1),
        (site.QUOTE_OF_MEDIA, 2),
        (site.GONE_TWEET, 1),
        (site.LIMITED_TWEET, 1),
    ],
)
async def test_no_post_is_asked_for_in_vain(
    url: str, times: int, stage: Stage, site_player: SitePlayer
) -> None:
    """A quoted post only where it is needed, a missing or limited one only once."""
    with suppress(NotFoundError, RateLimitedError):
        await stage.fetch(url, "twitter")
    assert _asked(site_player, "TweetResultByRestId") == times


async def test_small_pictures_are_fetched_small(
    stage: Stage, site_player: SitePlayer
) -> None:
    """X is asked for the size that is wanted."""
    await stage.fetch(site.PHOTO_TWEET, "twitter", format=Format.SMALLEST)
    assert _images(site_player) == ["small", "small"]


async def test_otherwise_as_they_were_posted(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Nothing that an earlier job wanted stays."""
    await stage.fetch(site.PHOTO_TWEET, "twitter")
    assert _images(site_player) == ["orig", "orig"]


async def test_without_sound_nothing_of_it_is_fetched(
    stage: Stage, site_player: SitePlayer
) -> None:
    """For `audio` no picture travels."""
    with pytest.raises(InvalidFileError, match="no_sound"):
        await stage.fetch(site.PHOTO_TWEET, "twitter", format=Format.AUDIO)
    assert not _images(site_player)


async def test_of_photos_and_a_video_only_the_video(
    stage: Stage, site_player: SitePlayer
) -> None:
    """For `video` no picture travels beside it."""
    await stage.fetch(site.MIXED_TWEET, "twitter", format=Format.VIDEO)
    assert not _images(site_player)
    assert len(site_player.seen_at("video.twimg.com")) == 1


@pytest.mark.parametrize(
    ("most", "files", "pages"), [(25, 10, 2), (site.PER_PAGE, site.PER_PAGE, 1)]
)
async def test_no_more_of_a_profile_than_the_newest(
    most: int, files: int, pages: int, member: Stage, site_player: SitePlayer
) -> None:
    """Pages are asked for as long as files are wanted, none for the next one."""
    outcome = await member.fetch(site.PROFILE, "twitter", max_files=most)
    assert outcome.files is not None
    names = [f"GPhoto{number}.jpg" for number in range(files)]
    assert [file.name for file in outcome.files] == names
    assert outcome.private
    assert _asked(site_player, "UserMedia") == pages


async def test_a_profile_without_media_is_left_after_some_pages(
    member: Stage, site_player: SitePlayer
) -> None:
    """However much somebody wrote, it is not read to its end."""
    with pytest.raises(UnsupportedUrlError):
        await member.fetch(site.WORDY_PROFILE, "twitter")
    assert 1 < _asked(site_player, "UserMedia") <= PATIENCE


async def test_the_reset_alone_tells_how_long_to_wait(stage: Stage) -> None:
    """The instant that X names becomes seconds; nobody slept until then."""
    with pytest.raises(RateLimitedError) as caught:
        await stage.fetch(site.RESET_TWEET, "twitter")
    assert caught.value.retry_after is not None
    assert site.WINDOW - stage.deadline < caught.value.retry_after <= site.WINDOW


async def test_a_limit_between_photos_ends_the_asking(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Neither other sizes of the photo nor the next one; the first is kept."""
    outcome = await stage.fetch(site.HALF_LIMITED, "twitter", max_retries=0)
    assert outcome.files is not None
    assert [file.name for file in outcome.files] == ["GPhotoOne.jpg"]
    (missing,) = outcome.skipped
    assert (missing.code, missing.retry_after) == ("rate_limit", 30)
    assert _images(site_player) == ["orig", "orig"]


async def test_as_long_as_there_are_attempts_it_is_waited_for(stage: Stage) -> None:
    """Half of an album is not what was asked for."""
    with pytest.raises(RateLimitedError) as caught:
        await stage.fetch(site.HALF_LIMITED, "twitter", max_retries=3)
    assert caught.value.retry_after == 30


async def test_a_servers_error_is_not_asked_for_again_and_again(
    member: Stage, site_player: SitePlayer
) -> None:
    """That is for the queue, which waits between the attempts."""
    with suppress(BossBotError):
        await member.fetch(site.BROKEN_TWEET, "twitter")
    assert _asked(site_player, "TweetDetail") == 1
