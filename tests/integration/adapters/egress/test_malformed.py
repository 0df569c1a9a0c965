"""What could be read in two ways, or never ends, goes no further than the guard."""

from __future__ import annotations

import pytest

from bossbot.adapters.egress import EgressGuard, Patience
from tests.integration.adapters.egress.jobs import get, say, say_raw
from tests.integration.adapters.egress.world import (
    MB,
    OK,
    a_site,
    answering,
    guarded,
    silent,
)

pytestmark = pytest.mark.integration

BAD_REQUESTS = {
    "two framings": ["Content-Length: 5", "Transfer-Encoding: chunked"],
    "two lengths": ["Content-Length: 5", "Content-Length: 6"],
    "a signed length": ["Content-Length: +5"],
    "a list of lengths": ["Content-Length: 5, 5"],
    "another coding": ["Transfer-Encoding: gzip, chunked"],
    "a disguised coding": ["Transfer-Encoding: \x0bchunked"],
    "a space before the colon": ["Content-Length : 5"],
    "a folded line": ["X: 1", " Content-Length: 5"],
    "a bare line feed": ["X: 1\nContent-Length: 5"],
    "a bare carriage return": ["X: 1\rContent-Length: 5"],
    "a zero byte": ["X: \0"],
}


@pytest.mark.parametrize("shape", BAD_REQUESTS)
async def test_a_request_that_could_be_read_in_two_ways_is_refused(shape: str) -> None:
    """No smuggling: the site never sees it."""
    async with guarded(answering(OK)) as (site, session):
        line = f"POST {site.url}/ HTTP/1.1"
        answer = await say(session, line, *BAD_REQUESTS[shape], body=b"hello")

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert site.heads == []


NO_PROXY_REQUESTS = [
    "GET / HTTP/1.1",
    "GET https://example.com/ HTTP/1.1",
    "GET * HTTP/1.1",
    "GET ftp://example.com/ HTTP/1.1",
    "GET http:///x HTTP/1.1",
    "hello",
    "GET http://user@127.0.0.1/ HTTP/1.1",
    "GET http://a.example:x/ HTTP/1.1",
    "GET http://a.example/#b HTTP/1.1",
    "GET http://a.example\\@b/ HTTP/1.1",
    "CONNECT example.com HTTP/1.1",
    "CONNECT example.com:0 HTTP/1.1",
    "CONNECT example.com:65536 HTTP/1.1",
    "GET http://a.example/ HTTP/2",
    "GET  http://a.example/ HTTP/1.1",
    "GET http://a.example/ b HTTP/1.1",
]


@pytest.mark.parametrize("line", NO_PROXY_REQUESTS)
async def test_what_is_no_proxy_request_is_refused(line: str) -> None:
    """Only CONNECT host:port and plain http in absolute form are served."""
    async with EgressGuard().session(max_bytes=MB) as session:
        answer = await say(session, line)

    assert answer.startswith(b"HTTP/1.1 400 ")


BAD_ANSWERS = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a zero byte": b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n",
    "an upgrade": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "interim answers without end": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20,
    "another coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
}


@pytest.mark.parametrize("shape", BAD_ANSWERS)
async def test_an_answer_that_is_none_becomes_a_bad_gateway(shape: str) -> None:
    """The job's HTTP library is never fed what could mean two things."""
    async with guarded(answering(BAD_ANSWERS[shape])) as (site, session):
        answer = await say(session, f"GET {site.url}/ HTTP/1.1")

    assert answer.startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
    ],
)
async def test_a_broken_answer_never_looks_whole(raw: bytes) -> None:
    """A body that breaks off ends in a reset, a head without end in nothing."""
    async with guarded(answering(raw)) as (site, session):
        with pytest.raises(OSError):
            await get(session, site.url)


@pytest.mark.parametrize("begin", [b"", b"GET http://a.example/ HT"])
async def test_a_job_that_dawdles_is_cut_off(begin: bytes) -> None:
    """Neither silence nor half a head holds a connection for ever."""
    patience = Patience(head=0.05, idle=0.05)
    async with EgressGuard(patience=patience).session(max_bytes=MB) as session:
        assert await say_raw(session, begin) == b""


async def test_a_site_that_never_answers_is_given_up() -> None:
    """Nothing moving for the idle time ends the connection."""
    async with a_site(silent) as site:
        guard = EgressGuard(allow=[site.pair], patience=Patience(idle=0.05))
        async with guard.session(max_bytes=MB) as session:
            assert await say(session, f"GET {site.url}/ HTTP/1.1") == b""
            assert await say(session, f"CONNECT {site.pair} HTTP/1.1") != b""
