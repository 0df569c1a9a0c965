"""The Netscape format, as browsers' extensions and both libraries write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.adapters.cookies.netscape import Cookie, parse, write

pytestmark = pytest.mark.unit

COOKIE = Cookie(
    domain="x.com",
    below=True,
    path="/",
    secure=True,
    expires=4102444800,
    name="auth_token",
    value="s3cret",
)


def test_a_file_is_read() -> None:
    """Comments and blank lines are none; `#HttpOnly_` is no comment."""
    text = (
        "# Netscape HTTP Cookie File\r\n"
        "\r\n"
        ".x.com\tTRUE\t/\tTRUE\t4102444800\tauth_token\ts3cret\r\n"
        "#HttpOnly_X.com\tFALSE\t/i\tFALSE\t0\tempty\t\n"
    )
    first, second = parse(text).cookies
    assert first == COOKIE
    assert (second.domain, second.below, second.path) == ("x.com", False, "/i")
    assert (second.secure, second.expires, second.value) == (False, 0, "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1750000000.5", 1750000000), ("-1", 0), ("", 0), ("0", 0)],
)
def test_what_extensions_write_for_an_end(written: str, meant: int) -> None:
    """Fractions of a second, and several ways to say that there is no end."""
    (cookie,) = parse(f".x.com\tTRUE\t/\tTRUE\t{written}\ta\tb\n").cookies
    assert cookie.expires == meant


def test_the_dot_and_the_flag_mean_the_same() -> None:
    """Either says that hosts below get it; some exports write only one of them."""
    text = "x.com\tTRUE\t/\tTRUE\t0\ta\tb\n.y.com\tFALSE\t/\tTRUE\t0\ta\tb\n"
    assert [one.below for one in parse(text).cookies] == [True, True]


@pytest.mark.parametrize(
    "line",
    [
        '[{"domain": ".x.com"}]',
        ".x.com TRUE / TRUE 0 a b",
        ".x.com\tTRUE\t/\tTRUE\t0\ta",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\tb\tc",
        ".x.com\tTRUE\t/\tTRUE\tsoon\ta\tb",
        ".x.com\tTRUE\t/\tTRUE\t0\t\tb",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\tb; Domain=evil.example",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\tb\x0bSet-Cookie",
        ".x.com\tTRUE\tnowhere\tTRUE\t0\ta\tb",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\t→",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\t\ud800",
        "\tTRUE\t/\tTRUE\t0\ta\tb",
        "x..com\tTRUE\t/\tTRUE\t0\ta\tb",
        "x/com\tTRUE\t/\tTRUE\t0\ta\tb",
        ".x.com\tTRUE\t/\tTRUE\t0\ta\t" + "b" * 9000,
    ],
)
def test_what_is_no_cookie_is_counted(line: str) -> None:
    """And never sent: a header could be made of it, or a cookie of another host."""
    parsed = parse(line + "\n")
    assert (parsed.cookies, parsed.broken) == ((), 1)


def test_the_last_of_two_counts() -> None:
    """As in a browser that is told twice."""
    line = ".x.com\tTRUE\t/\tTRUE\t0\ta\t{}\n"
    (cookie,) = parse(line.format("old") + line.format("new")).cookies
    assert cookie.value == "new"


def test_a_value_is_in_no_repr() -> None:
    """What is logged by accident gives nothing away."""
    assert "s3cret" not in repr(COOKIE)
    assert "s3cret" not in repr(parse(write([COOKIE])))


@given(
    st.builds(
        Cookie,
        domain=st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){0,2}", fullmatch=True),
        below=st.booleans(),
        path=st.just("/"),
        secure=st.booleans(),
        expires=st.integers(0, 10**11),
        name=st.from_regex(r"[A-Za-z_]{1,9}", fullmatch=True),
        value=st.from_regex(r"[ -:<-~]{0,20}", fullmatch=True),
    )
)
def test_what_is_written_is_read_again(cookie: Cookie) -> None:
    """The copy says what the jar said."""
    assert parse(write([cookie], "a comment")).cookies == (cookie,)


@given(st.text())
def test_no_text_is_too_much_for_it(text: str) -> None:
    """It may be a job's."""
    parse(text)
