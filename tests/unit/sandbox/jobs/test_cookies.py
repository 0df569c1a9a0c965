"""Which cookies a job's requests carry, before any of them is sent."""

from __future__ import annotations

import os
import tempfile
from http.cookiejar import Cookie

import pytest
import requests
from requests.cookies import RequestsCookieJar, create_cookie
from yt_dlp.cookies import YoutubeDLCookieJar

from bossbot.adapters.cookies.netscape import parse
from bossbot.sandbox.jobs.fetching import cookies

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def isolated() -> None:
    """As every fetch job begins."""
    cookies.isolate()


def cookie(domain: str, *, secure: bool = False) -> Cookie:
    """A cookie as a jar reads it from a file."""
    made = create_cookie("id", "s3cret", domain=domain, secure=secure)
    made.domain_specified = made.domain_initial_dot = domain.startswith(".")
    return made


def sent(jar: RequestsCookieJar, url: str) -> bool:
    """Whether a request to a URL carries it."""
    session = requests.Session()
    session.cookies = jar
    prepared = session.prepare_request(requests.Request("GET", url))
    return "s3cret" in prepared.headers.get("Cookie", "")


@pytest.mark.parametrize(
    ("domain", "url", "goes"),
    [
        (".x.com", "https://x.com/", True),
        (".x.com", "https://api.x.com/", True),
        ("x.com", "https://x.com/", True),
        ("x.com", "https://api.x.com/", False),
        ("api.x.com", "https://x.com/", False),
        (".x.com", "https://notx.com/", False),
        (".x.com", "https://x.com.evil.example/", False),
        (".x.com", "http://x.com/", False),
    ],
)
def test_who_gets_it(domain: str, url: str, goes: bool) -> None:
    """The host alone, unless it was for all below; TLS alone, where it says so."""
    jar = RequestsCookieJar()
    jar.set_cookie(cookie(domain, secure=True))
    assert sent(jar, url) is goes
    own = YoutubeDLCookieJar()
    own.set_cookie(cookie(domain, secure=True))
    assert bool(own.get_cookie_header(url)) is goes


def follow(url: str, to: str, **how: dict[str, str]) -> requests.PreparedRequest:
    """The request that a redirect makes of another one."""
    session = requests.Session()
    prepared = session.prepare_request(requests.Request("GET", url, **how))  # type: ignore[arg-type]
    answer = requests.Response()
    answer.status_code, answer.headers["Location"] = 302, to
    answer.request, answer.url = prepared, url
    answer._content = b""
    answer.raw = None
    requests_made = session.resolve_redirects(answer, prepared, yield_requests=True)
    return next(requests_made)  # type: ignore[return-value]


def test_a_cookie_without_a_host_is_the_first_hosts() -> None:
    """Extractors hand some over for a single request, which may be redirected."""
    gone = follow("https://a.example/", "https://b.example/", cookies={"id": "s3cret"})
    assert "Cookie" not in gone.headers
    back = follow("https://a.example/", "https://a.example/b", cookies={"id": "s3cret"})
    assert "s3cret" in back.headers["Cookie"]


@pytest.mark.parametrize(
    ("to", "kept"),
    [
        ("https://a.example/b", True),
        ("https://b.example/", False),
        ("https://sub.a.example/", False),
        ("http://a.example/", False),
    ],
)
def test_tokens_in_headers_stay_behind(to: str, kept: bool) -> None:
    """What stands for a login goes no further than the host it was meant for."""
    tokens = dict.fromkeys(
        ("Authorization", "x-csrf-token", "X-Api-Key", "x-guest-token"), "s3cret"
    )
    followed = follow("https://a.example/", to, headers={**tokens, "Range": "bytes=5-"})
    assert [name in followed.headers for name in tokens] == [kept] * len(tokens)
    assert followed.headers["Range"] == "bytes=5-"


def test_a_jar_is_told_as_it_is_read() -> None:
    """The supervisor reads the same cookies that the jar holds."""
    jar = RequestsCookieJar()
    jar.set_cookie(cookie(".x.com", secure=True))
    jar.set_cookie(cookie("api.x.com"))
    wide, narrow = sorted(parse(cookies.told(jar)).cookies, key=lambda one: one.domain)[
        ::-1
    ]
    assert (wide.domain, wide.below, wide.secure) == ("x.com", True, True)
    assert (narrow.domain, narrow.below, narrow.value) == ("api.x.com", False, "s3cret")


def test_what_was_handed_over_is_read_and_gone() -> None:
    """A program that the job starts later finds no descriptor."""
    with tempfile.TemporaryFile() as file:
        file.write(b"text")
        file.seek(0)
        descriptor = os.dup(file.fileno())
    assert cookies.received(descriptor) == "text"
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(descriptor)
