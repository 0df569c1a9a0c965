"""What operators are told to do about accounts."""

from __future__ import annotations

import pytest

from bossbot.errors import BossBotError, LoginRequiredError, PermissionDeniedError
from bossbot.messages.accounts import advice

pytestmark = pytest.mark.unit


def _of(kind: type[BossBotError], state: str, reason: str | None = None) -> str:
    data = {"cookies": state, "cookie_file": "reddit.txt", "reason": reason}
    return advice(kind(**data)) or ""


@pytest.mark.parametrize("kind", [LoginRequiredError, PermissionDeniedError])
@pytest.mark.parametrize("state", ["none", "expired", "unusable", "used"])
def test_the_file_is_named(kind: type[BossBotError], state: str) -> None:
    """Whatever is wrong with it: where it lies or should."""
    assert "COOKIES_DIR/reddit.txt" in _of(kind, state)


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [
        (LoginRequiredError, "none", "put a Netscape cookie file at"),
        (LoginRequiredError, "used", "log in again, and renew"),
        (PermissionDeniedError, "used", "may not see it"),
    ],
)
def test_the_step_fits_what_there_is(
    kind: type[BossBotError], state: str, said: str
) -> None:
    """A first file, a fresh one, or another account."""
    assert said in _of(kind, state)


@pytest.mark.parametrize(
    ("kind", "reason", "another"),
    [
        (PermissionDeniedError, "blocked", True),
        (LoginRequiredError, "robot", True),
        (LoginRequiredError, None, False),
        (PermissionDeniedError, None, False),
    ],
)
def test_a_network_that_a_site_refuses(
    kind: type[BossBotError], reason: str | None, another: bool
) -> None:
    """There a proxy helps, and only there."""
    assert ("BOSS_BOT_PROXIES" in _of(kind, "none", reason)) is another


def test_an_account_that_has_to_prove_itself() -> None:
    """Cookies alone won't do: somebody has to answer in a browser."""
    said = _of(LoginRequiredError, "used", "challenge")
    assert said.startswith("open Reddit with the account")


def test_an_account_at_youtube_is_of_no_use_alone() -> None:
    """Its cookies lead to interfaces that want JavaScript."""
    data = {"cookies": "none", "cookie_file": "youtube.txt", "reason": "robot"}
    said = advice(LoginRequiredError(**data)) or ""
    assert "Deno" in said
    assert "Deno" not in _of(LoginRequiredError, "none", "robot")


def test_javascript_is_no_matter_of_accounts() -> None:
    """A file of cookies would be asked for in vain."""
    said = _of(PermissionDeniedError, "none", "javascript")
    assert "Deno" in said
    assert "COOKIES" not in said


@pytest.mark.parametrize(
    "error", [LoginRequiredError(), PermissionDeniedError(reason="blocked")]
)
def test_nothing_is_said_where_no_file_can_help(error: BossBotError) -> None:
    """An error that nobody looked for cookies for."""
    assert advice(error) is None
