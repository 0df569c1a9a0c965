"""Who looks like a platform and is none, and who only seems to."""

from __future__ import annotations

import pytest

from bossbot.errors import InvalidUrlError
from bossbot.links import parse

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "host",
    [
        *("evil-twitter.com", "twitter.com-login.net", "mytwitter.com.ru"),
        *("notreddit.com", "v.redd.it.co", "evil-youtu.be", "tik-tok-videos.net"),
        *("redd\u0456t.com", "xn--rddit-eb8s.com", "inst\u03b1gram.com"),
        *("tw\u00edtter.com", "\u0445.com", "tiktok.\u03f2om", "t\u026aktok.com"),
    ],
)
def test_a_host_that_claims_to_be_a_platform_is_refused(host: str) -> None:
    """By words around the name, by foreign letters, by accents, by punycode."""
    with pytest.raises(InvalidUrlError) as caught:
        parse(f"https://{host}/a/status/1")
    assert caught.value.data["reason"] in {"lookalike", "host"}


@pytest.mark.parametrize(
    "host",
    [
        *("spacex.com", "netflix.com", "müller.de", "日本abc.jp", "пример.com"),
        *("instagram.fabc1-1.fna.fbcdn.net", "p16.tiktokcdn.com", "xn--mller-kva.de"),
    ],
)
def test_an_honest_host_passes(host: str) -> None:
    """Names that end alike, other alphabets and the platforms' own media hosts."""
    assert parse(f"https://{host}/a.jpg").host
