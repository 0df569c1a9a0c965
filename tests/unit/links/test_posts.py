"""Many links, one post: equal keys, and links that the tools' own patterns take."""

from __future__ import annotations

import re

import pytest
from gallery_dl.extractor import instagram, reddit, tiktok, twitter
from hypothesis import given
from hypothesis import strategies as st
from yt_dlp.extractor.instagram import InstagramIE
from yt_dlp.extractor.reddit import RedditIE
from yt_dlp.extractor.tiktok import TikTokIE, TikTokVMIE
from yt_dlp.extractor.twitter import TwitterIE
from yt_dlp.extractor.youtube import YoutubeIE, YoutubePlaylistIE, YoutubeTabIE

from bossbot.errors import BossBotError
from bossbot.links import Link, parse

pytestmark = pytest.mark.unit

TWEET = "https://x.com/i/status/1234567890"
SUBMISSION = "https://www.reddit.com/comments/ab12cd"
SHORTCODE = "https://www.instagram.com/p/Ab-Cd_1/"
VIDEO = "https://www.youtube.com/watch?v=abcDEF-_123"
CLIP = "https://www.tiktok.com/@/video/7000000000000000001"

LINKS = {
    TWEET: """
        x.com/some_one/status/1234567890
        twitter.com/i/status/1234567890
        www.twitter.com/some_one/status/1234567890/
        x.com/a/status/1234567890?s=4
        mobile.twitter.com/a/status/1234567890/photo/1
        x.com/statuses/1234567890
        m.x.com/i/web/status/1234567890
        x.com/a/status/1234567890/video/1
        x.com/a/status/1234567890/mediaViewer?currentTweet=1
        x.com/a/status/1234567890#m
        fxtwitter.com/a/status/1234567890/en
        d.fixupx.com/a/status/1234567890.mp4
        vxtwitter.com/a/status/1234567890
        twitter.com/id:55/status/1234567890
    """,
    SUBMISSION: """
        www.reddit.com/r/some/comments/ab12cd/a_title/
        redd.it/ab12cd
        old.reddit.com/r/some/comments/ab12cd
        np.reddit.com/comments/ab12cd/
        reddit.com/u/some_one/comments/ab12cd/a_title/?context=3&rdt=12
        www.redd.it/ab12cd
        new.reddit.com/gallery/ab12cd
        m.reddit.com/user/a/comments/ab12cd/b/
        www.old.reddit.com/r/a/comments/ab12cd/b/xyz/
        reddit.com/tb/ab12cd
        rxddit.com/r/a/comments/ab12cd/b
        vxreddit.com/r/a/comments/ab12cd/
    """,
    SHORTCODE: """
        www.instagram.com/p/Ab-Cd_1
        instagram.com/reel/Ab-Cd_1/?igsh=MWQ1==
        www.instagram.com/reels/Ab-Cd_1/
        www.instagram.com/tv/Ab-Cd_1/
        www.instagram.com/some.one/p/Ab-Cd_1/?img_index=2
        instagr.am/p/Ab-Cd_1/
        www.instagram.com/some.one/reel/Ab-Cd_1/
        m.instagram.com/p/Ab-Cd_1/
        ddinstagram.com/p/Ab-Cd_1/
        g.ddinstagram.com/reel/Ab-Cd_1/
    """,
    VIDEO: """
        youtu.be/abcDEF-_123?si=Zz&t=9
        m.youtube.com/watch?v=abcDEF-_123&t=9s
        youtube.com/shorts/abcDEF-_123?feature=share
        www.youtube.com/live/abcDEF-_123
        www.youtube-nocookie.com/embed/abcDEF-_123?rel=0
        www.youtube.com/v/abcDEF-_123
        music.youtube.com/watch?v=abcDEF-_123&list=RDab
        koutu.be/abcDEF-_123
        www.youtube.com/watch?app=desktop&v=abcDEF-_123
        koutube.com/watch?v=abcDEF-_123
    """,
    CLIP: """
        www.tiktok.com/@some.one/video/7000000000000000001?lang=en
        tiktok.com/@a/video/7000000000000000001
        www.tiktok.com/@some.one/photo/7000000000000000001
        m.tiktok.com/v/7000000000000000001.html
        www.tiktok.com/embed/v2/7000000000000000001
        www.tiktok.com/player/v1/7000000000000000001
        tnktok.com/@a/video/7000000000000000001
        m.tiktok.com/@a/video/7000000000000000001/
    """,
}

EACH = [(link, key) for key, links in LINKS.items() for link in (key, *links.split())]

GALLERY = (
    twitter.TwitterTweetExtractor,
    reddit.RedditSubmissionExtractor,
    instagram.InstagramPostExtractor,
    tiktok.TiktokPostExtractor,
    tiktok.TiktokVmpostExtractor,
)
VIDEOS = (
    *(TwitterIE, RedditIE, InstagramIE, TikTokIE, TikTokVMIE),
    *(YoutubeIE, YoutubeTabIE),
)


def takers(url: str) -> set[str]:
    """The tools with an extractor for a post at such a link."""
    found = {"gallery-dl" for kind in GALLERY if re.match(kind.pattern, url)}
    return found | {"yt-dlp" for kind in VIDEOS if kind.suitable(url)}


def of_one_post(link: str) -> Link:
    """The link, with and without its scheme the same."""
    assert parse(link) == parse(f"https://{link.removeprefix('https://')}")
    return parse(link)


@pytest.mark.parametrize(("link", "key"), EACH)
def test_every_form_of_a_post_has_its_key(link: str, key: str) -> None:
    """Sub-domains, mirrors, slugs, players and tracking make no other post."""
    assert of_one_post(link).key == key


@pytest.mark.parametrize("link", [link for link, _ in EACH])
def test_the_tools_take_what_they_get(link: str) -> None:
    """The patterns of the installed extractors fit: the first tool's at least."""
    found = parse(link)
    assert found.tools[0] in takers(found.url)
    assert takers(found.key)


@pytest.mark.parametrize(
    "link",
    [
        *("https://vm.tiktok.com/ZAbc12345/", "https://vt.tiktok.com/ZAbc12345/"),
        *("https://tiktok.com/t/ZAbc12345/", "https://vm.tnktok.com/ZAbc12345/"),
        "https://vt.vxtiktok.com/ZAbc12345/",
    ],
)
def test_short_links_of_tiktok_stay_short_links(link: str) -> None:
    """Their code is no path of the site itself, on a mirror neither."""
    found = parse(link)
    assert "yt-dlp" in takers(found.url)
    assert found.url.endswith(("tiktok.com/ZAbc12345/", "/t/ZAbc12345/"))
    assert "vxtiktok" not in found.url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x.com/a/status/1", "x.com/a/status/2"),
        ("x.com/a/status/1", "x.com/a/status/1/quotes"),
        ("redd.it/abc", "v.redd.it/abc"),
        ("www.reddit.com/r/a/s/AbCdEfGhIj", "www.reddit.com/r/a/comments/abc"),
        ("www.instagram.com/p/abc/", "www.instagram.com/p/ABC/"),
        ("www.instagram.com/p/abc/", "www.instagram.com/share/p/abc/"),
        ("www.instagram.com/reels/audio/1/", "www.instagram.com/reels/audio/2/"),
        ("www.youtube.com/watch?v=abcDEF-_123", "www.youtube.com/watch?v=abcDEF-_124"),
        ("www.youtube.com/playlist?list=PLa1", "www.youtube.com/playlist?list=PLa2"),
        (
            "www.youtube.com/embed/videoseries?list=PLa1",
            "www.youtube.com/embed/videoseries?list=PLa2",
        ),
        (
            "www.youtube.com/embed/abcDEF-_123",
            "www.youtube.com/embed/abcDEF-_123?list=PLa1",
        ),
        (
            "www.youtube.com/embed/live_stream?channel=UCa",
            "www.youtube.com/embed/live_stream?channel=UCb",
        ),
        ("vm.tiktok.com/abc/", "vt.tiktok.com/abc/"),
        ("music.163.com/#/song?id=1", "music.163.com/#/song?id=2"),
        ("unheard-of.org/a", "unheard-of.org/a?s=1"),
    ],
)
def test_what_may_differ_has_keys_of_its_own(one: str, other: str) -> None:
    """Rather two downloads of one post than one post for another."""
    assert parse(f"https://{one}").key != parse(f"https://{other}").key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twitter.com/some_one", "mobile.x.com/some_one"),
        ("old.reddit.com/r/some/top/?t=week", "www.reddit.com/r/some/top/?t=week"),
        ("youtube.com/@some/videos", "m.youtube.com/@some/videos?si=a"),
        ("youtube.com/playlist?list=PLa1&si=a", "music.youtube.com/playlist?list=PLa1"),
    ],
)
def test_pages_have_one_key_on_all_names_of_a_site(one: str, other: str) -> None:
    """Profiles and lists are told by their path, once the site is known."""
    assert parse(one).key == parse(other).key


def test_a_list_that_is_embedded_is_no_video() -> None:
    """`videoseries` is as long as an id."""
    found = parse("https://www.youtube.com/embed/videoseries?list=PLa1b2c3d4e5f6")
    assert YoutubePlaylistIE.suitable(found.url)
    assert YoutubePlaylistIE.suitable(found.key)


@given(
    st.sampled_from([link for link, _ in EACH]),
    st.text(alphabet="/?&=.#ab1:@%-_", max_size=12),
)
def test_keys_and_links_are_fixed_points(link: str, tail: str) -> None:
    """Whoever reads what came out gets the same again."""
    try:
        found = parse(link + tail)
    except BossBotError:
        return
    assert parse(found.key).key == found.key
    assert parse(found.url).key == found.key
    assert parse(found.url).url == found.url
    assert parse(found.canonical).canonical == found.canonical
