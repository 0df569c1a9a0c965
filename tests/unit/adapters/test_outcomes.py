"""What an error tells of a site."""

from __future__ import annotations

import pytest

from bossbot.adapters.ledger.outcomes import hearsay
from bossbot.errors import GeoBlockedError, NetworkError, RateLimitedError

pytestmark = pytest.mark.unit


def test_a_limit_tells_how_long() -> None:
    """The breaker hears the word, and the site's wish in milliseconds."""
    error = RateLimitedError(platform="twitter", retry_after=9)
    assert hearsay(error, "twitter") == {"heard": "limited", "retry_after": 9000}


def test_an_error_without_a_platform_is_the_downloads_own() -> None:
    """The guard's verdicts name none."""
    assert hearsay(NetworkError(), "twitter")["heard"] == "failing"


def test_what_another_site_says_counts_against_nobody() -> None:
    """A short link of Twitter's that leads to a YouTube in trouble."""
    assert hearsay(NetworkError(platform="youtube"), "twitter") == {}


def test_what_says_nothing_of_the_site() -> None:
    """A country is no trouble of the site's."""
    assert hearsay(GeoBlockedError(platform="twitter"), "twitter") == {}
