"""Plain HTTP through the guard: every shape of message, each request for itself."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.adapters.egress import EgressGuard
from tests.integration.adapters.egress.jobs import get, say, say_raw, token_line
from tests.integration.adapters.egress.world import MB, OK, a_site, answering, guarded

pytestmark = pytest.mark.integration

BODIES = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
    "a trailer": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n",
    "the connection's end": b"HTTP/1.1 200 OK\r\n\r\nhello",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\nhello",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "chunks and a length": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "an interim answer": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK,
}


@pytest.mark.parametrize("shape", BODIES)
async def test_a_body_arrives_whole_however_it_ends(shape: str) -> None:
    """The requests library gets the same five bytes from every kind of server."""
    async with guarded(answering(BODIES[shape])) as (site, session):
        answer = await get(session, site.url)

    assert answer.content == b"hello"
    assert session.received == len(BODIES[shape])
    assert session.refused == ()


async def test_the_site_sees_no_trace_of_the_proxy() -> None:
    """Tokens and hop-by-hop headers end here; the target becomes a plain path."""
    async with guarded(answering(OK)) as (site, session):
        await say(
            session,
            f"GET http://127.0.0.1:{site.port}/a?b=c HTTP/1.1",
            "Host: other.example",
            "Proxy-Connection: keep-alive",
            "Connection: X-Secret",
            "X-Secret: 1",
            "TE: trailers",
            "Cookie: a=b",
        )

    [head] = site.heads
    assert head.decode().splitlines() == [
        "GET /a?b=c HTTP/1.1",
        f"Host: {site.pair}",
        "Cookie: a=b",
        "Connection: close",
        "",
    ]


async def test_requests_to_two_sites_share_a_connection() -> None:
    """Keep-alive towards the job; each request is judged and led for itself."""
    async with a_site(answering(OK)) as one, a_site(answering(OK)) as two:
        guard = EgressGuard(allow=[one.pair, two.pair])
        async with guard.session(max_bytes=MB) as session:
            token = token_line(session.url)
            answer = await say_raw(
                session,
                b"".join(
                    f"GET {url}/ HTTP/1.1\r\n".encode() + token + b"\r\n"
                    for url in (one.url, two.url, "http://127.0.0.1:1", one.url)
                ),
            )

    assert answer.count(b"hello") == 2
    assert answer.count(b"HTTP/1.1 403 ") == 1  # and it was the last that was served
    assert (len(one.heads), len(two.heads)) == (1, 1)


async def test_each_request_needs_the_token() -> None:
    """A connection does not stay authorised."""
    async with guarded(answering(OK)) as (site, session):
        line = f"GET {site.url}/ HTTP/1.1\r\n".encode()
        answer = await say_raw(
            session, line + token_line(session.url) + b"\r\n" + line + b"\r\n"
        )

    assert [answer.count(b"200 OK"), answer.count(b"HTTP/1.1 407 ")] == [1, 1]


async def test_the_answer_to_head_keeps_its_length() -> None:
    """Tools learn sizes by HEAD; no body follows, whatever the length says."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"
    async with guarded(answering(raw)) as (site, session):
        answer = await say(session, f"HEAD {site.url}/ HTTP/1.1")

    assert b"Content-Length: 12345\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("framing", "body"),
    [
        ("Content-Length: 5", b"hello"),
        ("Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n"),
    ],
)
async def test_a_request_body_is_passed_on(framing: str, body: bytes) -> None:
    """Both framings of a POST reach the site as they were."""
    got = b""

    async def handle(
        _head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        nonlocal got
        got = await reader.readexactly(len(body))
        writer.write(OK)

    async with guarded(handle) as (site, session):
        answer = await say(session, f"POST {site.url}/ HTTP/1.1", framing, body=body)

    assert answer.endswith(b"hello")
    assert got == body
    assert framing.encode() in site.heads[0]
