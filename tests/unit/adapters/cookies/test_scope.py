"""Which file is for a link."""

from __future__ import annotations

import pytest

from bossbot.adapters.cookies import is_name, names_for
from bossbot.adapters.cookies.scope import domains_of, is_within

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("platform", "url", "names"),
    [
        ("twitter", "https://x.com/a/status/1", ("twitter",)),
        ("other", "https://vimeo.com/1", ("vimeo.com",)),
        (
            "other",
            "https://player.vimeo.com/video/1",
            ("player.vimeo.com", "vimeo.com"),
        ),
        (
            "other",
            "https://shop.example.co.uk/",
            ("shop.example.co.uk", "example.co.uk"),
        ),
        ("other", "https://example.co.uk:8443/", ("example.co.uk",)),
        ("other", "http://192.0.2.1/a.jpg", ("192.0.2.1",)),
        ("other", "https://[2001:db8::1]/", ()),
        ("other", "https://", ()),
        ("../../etc/passwd", "https://x.com/", ()),
    ],
)
def test_the_names_of_a_site(platform: str, url: str, names: tuple[str, ...]) -> None:
    """A platform's own, else host and domains; never a top-level domain's."""
    assert names_for(platform, url) == names


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("twitter", True),
        ("vimeo.com", True),
        ("x.com", False),
        ("twiter", False),
        ("other", False),
        ("co.uk", False),
        ("com", False),
        ("..", False),
        ("Vimeo.com", False),
    ],
)
def test_a_name_that_is_nobodys(name: str, some: bool) -> None:
    """A file under it would never be used, or for everybody."""
    assert is_name(name) is some


@pytest.mark.parametrize(
    ("domain", "name", "inside"),
    [
        ("x.com", "twitter", True),
        ("api.x.com", "twitter", True),
        ("twitter.com", "twitter", True),
        ("notx.com", "twitter", False),
        ("com", "twitter", False),
        ("x.com.evil.example", "twitter", False),
        ("vimeo.com", "player.vimeo.com", False),
    ],
)
def test_whose_cookies_may_stand_in_a_file(
    domain: str, name: str, inside: bool
) -> None:
    """Those of the site's domains and below them, by whole labels."""
    assert is_within(domain, domains_of(name)) is inside
