"""Links that mean the same have one canonical form."""

from __future__ import annotations

import pytest

from bossbot.links import parse

pytestmark = pytest.mark.unit

TWEET = "https://x.com/a/status/1"
VIDEO = "https://www.youtube.com/watch?v=abc"


@pytest.mark.parametrize(
    ("shared", "clean"),
    [
        (f"{TWEET}?s=20&t=gItGzg", TWEET),
        (f"{TWEET}?ref_src=twsrc%5Etfw#m", TWEET),
        (f"{TWEET}?UTM_Source=a&utm_medium=b", TWEET),
        (f"{VIDEO}&si=AbC&t=42&feature=share", VIDEO),
        (f"{VIDEO}&&fbclid=IwAR0", VIDEO),
        (
            "https://www.instagram.com/p/a/?igsh=MWQ1==",
            "https://www.instagram.com/p/a/",
        ),
        ("https://unheard-of.org/a?s=1&gclid=x", "https://unheard-of.org/a?s=1"),
    ],
)
def test_tracking_is_not_part_of_the_canonical_form(shared: str, clean: str) -> None:
    """Shared from an app or copied from the address bar: one download."""
    assert parse(shared).canonical == parse(clean).canonical == clean


def test_a_post_keeps_only_what_names_it() -> None:
    """Whatever sites may invent to trace a link by."""
    for link in (TWEET, "https://www.tiktok.com/@a/video/1", "https://redd.it/abc"):
        assert parse(f"{link}?brand_new=1&t=9&lang=en").canonical == link
    found = parse("https://www.youtube.com/watch?new=1&v=abcDEF-_123&list=PLa&t=9")
    assert found.canonical == "https://www.youtube.com/watch?v=abcDEF-_123&list=PLa"


@pytest.mark.parametrize(
    "url",
    [
        "https://preview.redd.it/a.jpg?width=320&s=signature",
        "https://www.reddit.com/r/a/top/?t=week",
        "https://www.youtube.com/watch?v=a&list=b",
    ],
)
def test_what_means_something_stays(url: str) -> None:
    """A signature, a listing's span and a playlist are no tracking."""
    assert parse(url).canonical == url


@pytest.mark.parametrize(
    "url",
    [
        *("https://music.163.com/#/song?id=1", "https://radiko.jp/#!/live/QRR"),
        "https://www.bbc.co.uk/music/clips#p02frcc3",
    ],
)
def test_a_fragment_stays_where_a_site_routes_by_it(url: str) -> None:
    """Else all its videos would be the front page."""
    assert parse(url).url == parse(url).canonical == parse(url).key == url


@pytest.mark.parametrize(
    "fragment",
    [
        *("__youtubedl_smuggle=%7B%7D", "a__youtubedl_smuggle=1", "Smuggle", "a#b"),
        *("t=10s", "comments", "top", ":~:text=a", "@unheard-of.org/", "/", "ü"),
    ],
)
def test_other_fragments_go(fragment: str) -> None:
    """Orders to yt-dlp, places within a page, and what no site would write."""
    clean = "https://vimeo.com/1"
    assert parse(f"{clean}#{fragment}").url == clean


@pytest.mark.parametrize("link", ["https://unheard-of.org/a", TWEET])
def test_a_fragment_goes_on_pages_that_are_routed_otherwise(link: str) -> None:
    """Unknown sites, and the platforms."""
    assert parse(f"{link}#!/video/1").url == link
