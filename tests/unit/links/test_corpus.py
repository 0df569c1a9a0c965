"""The collection of real and hostile links, where it lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection is not here"),
]

UNRELATED = ("fox.com", "netflix.com", "xbox.com", "spacex.com")
"""Real sites that only end like a platform: other sites, not fakes of it."""


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one file of the collection."""
    found: list[dict[str, Any]] = json.loads((CORPUS / name).read_text("utf-8"))
    return found


def read(text: str) -> Link | None:
    """The link, or None where it is refused."""
    try:
        return parse(unwrap(text))
    except BossBotError:
        return None


def test_every_inside_address_is_refused() -> None:
    """No spelling of a private address gets through, unwrapped or not."""
    for row in rows("ssrf.json"):
        assert read(row["url"]) is None, row
        with pytest.raises(BossBotError):
            parse(row["url"])


def test_what_must_be_refused_is_refused() -> None:
    """Schemes, credentials, look-alikes, control characters, and options."""
    for row in rows("urls_negative.json"):
        link = read(row["url"])
        if row["expected"] != "refuse" or link is None:
            continue
        assert link.platform == "other", row
        assert link.host.removeprefix("www.") in UNRELATED, row


def test_what_must_be_unwrapped_has_the_canonical_form() -> None:
    """Wrappers, tracking, and the first of two links."""
    for row in rows("urls_negative.json"):
        link = read(row["url"])
        if row["expected"].startswith("accept"):
            assert link is not None, row
        if link is not None and "canonical" in row:
            assert link.canonical == row["canonical"], row


def test_real_links_are_accepted() -> None:
    """Everything with a host; bare video ids and app schemes are no links."""
    for row in rows("urls_positive.json"):
        text = row["url"]
        if text.startswith(("http://", "https://", "//")):
            assert read(text) is not None, row
