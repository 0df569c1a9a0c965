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
