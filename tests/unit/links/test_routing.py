"""Whose link it is, and which tool comes first."""

from __future__ import annotations

import pytest

from bossbot.links import parse
from bossbot.links.hosts import tools_knowing

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("url", "platform", "first"),
    [
        ("https://twitter.com/a/status/1", "twitter", "gallery-dl"),
        ("https://mobile.x.com/a/status/1", "twitter", "gallery-dl"),
        ("https://t.co/abc", "twitter", "yt-dlp"),
        ("https://old.reddit.com/r/a/comments/b/c/", "reddit", "gallery-dl"),
        ("https://redd.it/abc", "reddit", "gallery-dl"),
        ("https://i.redd.it/abc.jpg", "reddit", "gallery-dl"),
        ("https://v.redd.it/abc", "reddit", "yt-dlp"),
        ("https://www.instagram.com/p/abc/", "instagram", "gallery-dl"),
        ("https://music.youtube.com/watch?v=a", "youtube", "yt-dlp"),
        ("https://youtu.be/a", "youtube", "yt-dlp"),
        ("https://vm.tiktok.com/abc/", "tiktok", "yt-dlp"),
        ("https://www.tiktok.com/@a/photo/1", "tiktok", "gallery-dl"),
        ("https://www.tiktok.com/@a/video/1", "tiktok", "yt-dlp"),
        ("https://www.tiktok.com/@a/reposts", "tiktok", "gallery-dl"),
        ("https://www.tiktok.com/@a", "tiktok", "yt-dlp"),
        ("https://x.com/i/spaces/1AbCdEfGhIjKl", "twitter", "yt-dlp"),
        ("https://imgur.com/a/abc", "imgur", "gallery-dl"),
        ("https://bsky.app/profile/a/post/b", "bluesky", "gallery-dl"),
        ("https://vimeo.com/1", "other", "yt-dlp"),
        ("https://danbooru.donmai.us/posts/1", "other", "gallery-dl"),
        ("https://unheard-of.org/watch/1", "other", "yt-dlp"),
        ("https://unheard-of.org/a.JPG", "other", "gallery-dl"),
        ("https://unheard-of.org/a.mp4?x=1", "other", "gallery-dl"),
        ("https://unheard-of.org/a.m3u8", "other", "yt-dlp"),
        ("https://unheard-of.org/a.zip", "other", "yt-dlp"),
    ],
)
def test_platform_and_tools(url: str, platform: str, first: str) -> None:
    """The platform goes by whole labels; the other tool is always the fallback."""
    link = parse(url)
    assert (link.platform, link.tools[0]) == (platform, first)
    assert set(link.tools) == {"gallery-dl", "yt-dlp"}


@pytest.mark.parametrize(
    ("mirror", "real"),
    [
        ("https://fxtwitter.com/a/status/1", "https://x.com/a/status/1"),
        ("https://d.vxtwitter.com/a/status/1", "https://x.com/a/status/1"),
        ("https://fixupx.com/a/status/1", "https://x.com/a/status/1"),
        ("http://www.ddinstagram.com/p/a/", "https://www.instagram.com/p/a/"),
        (
            "https://rxddit.com/r/a/s/AbCdEfGhIj",
            "https://www.reddit.com/r/a/s/AbCdEfGhIj",
        ),
        ("https://tfxktok.com/@a/video/1", "https://www.tiktok.com/@a/video/1"),
        ("https://vm.tnktok.com/ZAbc/", "https://vm.tiktok.com/ZAbc/"),
        ("https://bskx.app/profile/a/post/b", "https://bsky.app/profile/a/post/b"),
        ("https://koutube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
    ],
)
def test_a_mirror_is_led_to_the_real_site(mirror: str, real: str) -> None:
    """The tools are asked for the original, over TLS."""
    assert parse(mirror).url == real
    assert parse(mirror).canonical == real


def test_known_tells_whether_a_tool_has_an_extractor() -> None:
    """Unknown public hosts are accepted all the same."""
    assert parse("https://player.vimeo.com/video/1").known
    assert parse("https://unheard-of.org/a.png").known
    assert not parse("https://unheard-of.org/watch/1").known


def test_the_table_is_asked_by_whole_labels() -> None:
    """A host that only ends alike is not known."""
    assert tools_knowing("www.vimeo.com")
    assert not tools_knowing("notvimeo.com")
    assert not tools_knowing("com")
