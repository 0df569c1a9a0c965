"""Untrusted text made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.messages.neutral import clean, code, fact

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a cat", "`a cat`"),
        ("``` [x](https://evil.example) ```", "`''' [x](https://evil.example) '''`"),
        ("a\n\n# b\t c", "`a # b c`"),
        ("gpj.\u202eexe", "`gpj.exe`"),
        ("a\u200bb\u2066c\ue000", "`abc`"),
        ("", "`untitled`"),
        ("\u200d", "`untitled`"),
        ("👩\u200d👧", "`👩\u200d👧`"),
        ("e" + "\u0301" * 50, "`e\u0301\u0301`"),
    ],
)
def test_code(text: str, shown: str) -> None:
    """A title can't leave its code span, hide or turn anything round."""
    assert code(text) == shown


@given(st.text(max_size=500), st.integers(2, 100))
def test_clean_is_one_short_line(text: str, length: int) -> None:
    """Whatever comes, one line within the length."""
    line = clean(text, length)
    assert len(line) <= length
    assert len(line.splitlines()) <= 1


@given(st.text(max_size=300))
def test_code_is_one_span(text: str) -> None:
    """No back-tick but the two around it."""
    shown = code(text)
    assert shown.count("`") == 2
    assert shown[0] == shown[-1] == "`"
    assert len(shown) > 2


def test_fact_has_no_markup() -> None:
    """An error's data can neither mention, link nor mark up."""
    assert fact("<@1> @everyone [x](http://a.b) *b* `c`") == "1 everyone xhttp:a.b b c"
