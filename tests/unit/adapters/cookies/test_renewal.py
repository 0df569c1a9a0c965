"""What a job says of its cookies, and how little of it is taken over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bossbot.adapters.cookies.netscape import Cookie, write
from bossbot.adapters.cookies.renewal import changes, merged

pytestmark = pytest.mark.unit

NOW = 1_800_000_000
TOKEN = Cookie(
    domain="x.com",
    below=True,
    path="/",
    secure=True,
    expires=NOW + 100,
    name="token",
    value="old",
)
HOST_ONLY = replace(TOKEN, domain="ads.twitter.com", below=False, name="lang")
GIVEN = (TOKEN, HOST_ONLY)


def test_what_stayed_the_same_is_no_change() -> None:
    """Two fetches at once must not write each other's old values."""
    assert changes(write(GIVEN), GIVEN) == ()


@pytest.mark.parametrize(
    "change",
    [
        replace(TOKEN, value="new"),
        replace(TOKEN, expires=NOW + 999),
        replace(TOKEN, name="another"),
        replace(TOKEN, domain="api.x.com", below=False, name="another"),
        replace(HOST_ONLY, value="new"),
    ],
)
def test_what_a_site_may_set(change: Cookie) -> None:
    """A new value, a later end, another cookie for the same hosts or fewer."""
    assert changes(write([*GIVEN, change]), GIVEN) == (change,)


@pytest.mark.parametrize(
    "change",
    [
        replace(TOKEN, domain="evil.example"),
        replace(TOKEN, domain="com"),
        replace(TOKEN, domain="notx.com"),
        replace(TOKEN, domain="twitter.com"),
        replace(HOST_ONLY, below=True),
        replace(HOST_ONLY, domain="deep.ads.twitter.com"),
        replace(TOKEN, secure=False),
        replace(TOKEN, secure=False, path="/deep"),
    ],
)
def test_what_nobody_may_set(change: Cookie) -> None:
    """Nothing for another host, nothing wider, nothing in the clear."""
    assert changes(write([change]), GIVEN) == ()


@pytest.mark.parametrize(
    "claim", [None, 7, [], {}, "", "no cookies at all", "x" * 300_000]
)
def test_nonsense_changes_nothing(claim: object) -> None:
    """A job may send what it likes."""
    assert changes(claim, GIVEN) == ()


def test_a_flood_is_cut() -> None:
    """A jar does not grow beyond what a browser keeps of one site."""
    flood = [replace(TOKEN, name=f"n{number}") for number in range(400)]
    changed = changes(write(flood), GIVEN)
    assert len(changed) <= 300
    assert len(merged(GIVEN, changed, NOW)) <= 300


def test_a_jar_does_not_grow_until_it_is_refused() -> None:
    """Sites answer 431 to a request whose headers are too large."""
    jar: tuple[Cookie, ...] = GIVEN
    for turn in range(10):
        flood = [
            replace(TOKEN, name=f"n{turn}-{number}", value="x" * 4000)
            for number in range(30)
        ]
        jar = merged(jar, changes(write(flood), jar), NOW)
    assert sum(len(one.value) for one in jar) <= 64 * 1024
    renewed = replace(TOKEN, value="new")
    assert renewed in merged(jar, [renewed], NOW)


def test_only_changes_are_merged() -> None:
    """What another fetch renewed meanwhile stays."""
    meanwhile = (replace(TOKEN, value="of another fetch"), HOST_ONLY)
    change = replace(HOST_ONLY, value="new")
    assert merged(meanwhile, [change], NOW) == (meanwhile[0], change)


def test_nothing_is_taken_away() -> None:
    """A job that lies can't log the account out of the copy."""
    gone = replace(TOKEN, value="", expires=1)
    assert merged(GIVEN, changes(write([gone]), GIVEN), NOW) == GIVEN
