"""What the documentation says of links is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bossbot.links import parse

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[3] / "docs" / "links.md"
ROWS = re.findall(r"^\| `(\S+)` \| `(\S+)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_there_are_examples() -> None:
    """Else the next test proves nothing."""
    assert len(ROWS) > 10


@pytest.mark.parametrize(("link", "key"), ROWS)
def test_the_keys_of_the_page_are_right(link: str, key: str) -> None:
    """Each row of its table."""
    assert parse(link).key == key
