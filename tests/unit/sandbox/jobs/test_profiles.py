"""Whole profiles give their newest only."""

from __future__ import annotations

import pytest
import yt_dlp.extractor

from bossbot.sandbox.jobs.fetching.profiles import NEWEST, most_files
from bossbot.sandbox.jobs.gallery_dl.extractors import find

pytestmark = pytest.mark.unit

PROFILES = [
    "https://x.com/harbour",
    "https://x.com/harbour/media",
    "https://x.com/harbour/with_replies",
    "https://x.com/harbour/likes",
    "https://x.com/i/lists/12345",
    "https://x.com/search?q=harbour",
    "https://www.reddit.com/user/a",
    "https://www.reddit.com/r/pics",
    "https://www.reddit.com/r/pics/top",
    "https://www.instagram.com/harbour/",
    "https://www.instagram.com/harbour/reels/",
    "https://www.instagram.com/harbour/tagged/",
    "https://www.instagram.com/explore/tags/harbour/",
    "https://bsky.app/profile/harbour.example",
    "https://bsky.app/profile/harbour.example/media",
    "https://bsky.app/profile/harbour.example/video",
    "https://bsky.app/hashtag/harbour",
    "https://www.tiktok.com/@harbour",
    "https://imgur.com/user/harbour",
    "https://imgur.com/r/harbour",
    "https://imgur.com/t/harbour",
]
POSTS = [
    "https://x.com/harbour/status/1",
    "https://www.reddit.com/r/pics/comments/abc/x/",
    "https://www.reddit.com/gallery/abc",
    "https://www.instagram.com/p/abc/",
    "https://www.instagram.com/reel/abc/",
    "https://bsky.app/profile/harbour.example/post/abc",
    "https://www.tiktok.com/@harbour/photo/1",
    "https://imgur.com/a/abcDE12",
    "https://imgur.com/gallery/abcDE12",
]


def _most(url: str) -> int:
    extractor = find(url)
    return most_files(f"{extractor.category}:{extractor.subcategory}", url, 25)


@pytest.mark.parametrize("url", PROFILES)
def test_whose_everything_it_is(url: str) -> None:
    """What a person, a tag or a community has is cut short, as gallery-dl names it."""
    assert _most(url) == NEWEST == 10


@pytest.mark.parametrize("url", POSTS)
def test_what_one_post_holds(url: str) -> None:
    """A post or an album comes whole."""
    assert _most(url) == 25


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("https://www.youtube.com/@harbour", 10),
        ("https://www.youtube.com/@harbour/videos", 10),
        ("https://www.youtube.com/playlist?list=PL1", 25),
        ("https://www.tiktok.com/@harbour", 10),
        ("https://www.tiktok.com/tag/harbour", 10),
        ("https://vimeo.com/user1234", 10),
        ("https://soundcloud.com/harbour", 10),
        ("https://soundcloud.com/harbour/sets/boats", 25),
        ("https://www.youtube.com/watch?v=abcDEF-_123", 25),
    ],
)
def test_as_yt_dlp_names_it(url: str, most: int) -> None:
    """The same by the keys of yt-dlp's extractors; a playlist is an album."""
    classes = yt_dlp.extractor.gen_extractor_classes()
    key = next(one.ie_key() for one in classes if one.suitable(url))
    assert most_files(key, url, 25) == most


def test_less_may_be_wanted() -> None:
    """The requester's own limit holds for both."""
    assert most_files("twitter:timeline", PROFILES[0], 3) == 3
    assert most_files("twitter:tweet", POSTS[0], 3) == 3
