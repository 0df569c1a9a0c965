"""Errors for someone at a command line."""

from __future__ import annotations

import pytest

from bossbot import errors
from bossbot.messages.shell import explain_in_shell

pytestmark = pytest.mark.unit

KINDS = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_them_is_meant_for_discord(kind: type[errors.BossBotError]) -> None:
    """No markup, no receipt, no operators to be told: whoever reads it is one."""
    said = str(explain_in_shell(kind()))
    assert not [word for word in ("`", "receipt", "perators") if word in said]


def test_a_full_disk_is_for_the_reader_to_clear() -> None:
    """Both places that may be full are named."""
    said = str(explain_in_shell(errors.DiskFullError()))
    assert "-o DIR" in said
    assert "TMPDIR" in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [("directory EROFS", "there: Read-only file system."), ("directory ", "there.")],
)
def test_a_directory_that_takes_nothing_is_named(reason: str, said: str) -> None:
    """With the system's own reason, where it gave one."""
    words = explain_in_shell(errors.UnknownError(reason=reason))
    assert words.text.endswith(said)
    assert "another -o DIR" in words.next_step


def test_other_words_stay() -> None:
    """What is true in Discord is true here."""
    said = str(explain_in_shell(errors.InvalidUrlError(reason="scheme")))
    assert "Only http and https links work." in said
    assert "https://www.reddit.com/r/aww/comments/1abc2d/" in said


def test_whoever_reads_it_can_put_the_cookies() -> None:
    """The file is named at once, where it is known which one it would be."""
    data = {"cookies": "none", "cookie_file": "reddit.txt"}
    words = explain_in_shell(errors.LoginRequiredError(platform="reddit", **data))
    assert words.next_step.startswith(
        "Put a Netscape cookie file at $BOSS_BOT_COOKIES_DIR/"
    )
    plain = explain_in_shell(errors.LoginRequiredError(platform="reddit"))
    assert "BOSS_BOT_COOKIES_DIR" in plain.next_step
