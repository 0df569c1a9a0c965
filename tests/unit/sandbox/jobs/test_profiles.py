"""Whole profiles give their newest only."""

from __future__ import annotations

import pytest

from bossbot.sandbox.jobs.profiles import most_files

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("extractor", "url", "most"),
    [
        ("timeline", "https://x.com/harbour", 10),
        ("user", "https://www.reddit.com/user/a", 10),
        ("subreddit", "https://www.reddit.com/r/pics", 10),
        ("YoutubeTab", "https://www.youtube.com/@harbour", 10),
        ("TikTokUser", "https://www.tiktok.com/@harbour", 10),
        ("YoutubeTab", "https://www.youtube.com/playlist?list=PL1", 25),
        ("tweet", "https://x.com/harbour/status/1", 25),
        ("submission", "https://www.reddit.com/comments/1", 25),
        ("gallery", "https://imgur.com/gallery/1", 25),
        ("post", "https://www.instagram.com/p/1", 25),
        ("Generic", "https://example.org/feed.xml", 25),
    ],
)
def test_what_counts_as_a_profile(extractor: str, url: str, most: int) -> None:
    """A person's everything is cut short; an album or playlist is not."""
    assert most_files(extractor, url, 25) == most
    assert most_files(extractor, url, 3) == 3
