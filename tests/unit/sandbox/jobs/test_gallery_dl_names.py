"""Files on disk are called the same in every attempt, and by what they are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bossbot.sandbox.jobs.gallery_dl.names import Names, extension_of

pytestmark = pytest.mark.unit

TWEET = {"tweet_id": 1, "retweet_id": 0, "num": 1, "bitrate": 832000}


def _named(url: str, keywords: dict[str, Any]) -> str:
    extractor = SimpleNamespace(
        category="twitter", archive_fmt="{tweet_id}_{retweet_id}_{num}"
    )
    return Names(extractor).of(url, keywords)


def test_an_address_that_is_signed_anew_is_the_same_file() -> None:
    """What the site identifies a file by counts, not the rest of its keywords."""
    first = _named("https://a.example/x?signed=1", TWEET)
    assert first == _named("https://a.example/x?signed=2", {**TWEET, "view_count": 2})
    assert first.isalnum()


@pytest.mark.parametrize("change", [{"num": 2}, {"bitrate": 2176000}, {"height": 720}])
def test_another_file_or_version_of_it(change: dict[str, Any]) -> None:
    """Half of one is never continued with another."""
    url = "https://a.example/x"
    assert _named(url, TWEET) != _named(url, {**TWEET, **change})


def test_without_such_keywords_the_address_counts() -> None:
    """Whatever the extractor forgot."""
    assert _named("https://a.example/x", {}) == _named("https://a.example/x", {})
    assert _named("https://a.example/x", {}) != _named("https://a.example/y", {})


def test_extensions_are_plain_or_none() -> None:
    """Only what looks like one is taken over."""
    assert extension_of({"extension": "JPG"}) == "jpg"
    assert extension_of({"extension": "../x"}) == "bin"
    assert extension_of({}) == ""
