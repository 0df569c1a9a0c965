"""A job gets so many bytes, for so long, and no more."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.adapters.egress import EgressGuard
from bossbot.errors import FileTooLargeError
from tests.integration.adapters.egress.conftest import Tls
from tests.integration.adapters.egress.jobs import get, say
from tests.integration.adapters.egress.world import (
    MB,
    OK,
    a_site,
    answering,
    endless,
    guarded,
)

pytestmark = pytest.mark.integration

CAP = 300_000


@pytest.mark.parametrize("form", ["GET http://{}/ HTTP/1.1", "CONNECT {} HTTP/1.1"])
async def test_an_endless_body_is_cut_at_the_cap(form: str) -> None:
    """Not a byte more than the cap reaches the job, and the reason is known."""
    async with guarded(endless, max_bytes=CAP) as (site, session):
        # the body is the first request through the tunnel
        answer = await say(session, form.format(site.pair), body=b"GET /\r\n\r\n")
        await asyncio.wait_for(site.gone.wait(), 20)
        later = await say(session, f"CONNECT {site.pair} HTTP/1.1")

    assert session.received == CAP
    assert len(answer) <= CAP + 200  # the guard's own heads
    assert later.startswith(b"HTTP/1.1 403 Refused (cap)")
    assert {refusal.reason for refusal in session.refused} == {"cap"}
    assert isinstance(session.verdict, FileTooLargeError)
    assert session.verdict.data == {"max_mb": 0.3}


async def test_a_lie_about_the_length_does_not_help() -> None:
    """What counts are the bytes that come, in a body that says it is small too."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + b"x" * 100_000
    async with guarded(answering(raw), max_bytes=CAP) as (site, session):
        answer = await get(session, site.url)

    assert answer.content == b"xxxxx"
    assert session.received <= 100_000


async def test_a_body_of_exactly_the_cap_passes() -> None:
    """The cap itself is still allowed; one byte less is too little."""
    async with guarded(answering(OK), max_bytes=len(OK)) as (site, session):
        assert (await get(session, site.url)).content == b"hello"
        assert session.verdict is None

    async with guarded(answering(OK), max_bytes=len(OK) - 1) as (site, session):
        with pytest.raises(OSError):
            await get(session, site.url)
        assert isinstance(session.verdict, FileTooLargeError)


async def test_all_connections_of_a_job_share_the_cap() -> None:
    """Many small answers are one large one."""
    async with guarded(answering(OK), max_bytes=3 * len(OK)) as (site, session):
        answers = [await say(session, f"GET {site.url}/ HTTP/1.1") for _ in range(4)]

    assert [b"hello" in answer for answer in answers] == [True, True, True, False]


async def test_sessions_count_apart() -> None:
    """One job at its cap takes nothing from another."""
    async with a_site(answering(OK)) as site:
        guard = EgressGuard(allow=[site.pair])
        async with (
            guard.session(max_bytes=1) as small,
            guard.session(max_bytes=MB) as large,
        ):
            with pytest.raises(OSError):
                await get(small, site.url)
            assert (await get(large, site.url)).content == b"hello"


async def test_after_the_deadline_nothing_passes() -> None:
    """Running transfers are cut and new ones refused."""
    async with guarded(endless, max_bytes=2**60, deadline=0.2) as (site, session):
        await say(session, f"GET {site.url}/ HTTP/1.1")
        later = await say(session, f"GET {site.url}/ HTTP/1.1")

    assert later.startswith(b"HTTP/1.1 403 Refused (deadline)")
    assert session.verdict is None


async def test_a_throttled_transfer_is_whole(tls: Tls) -> None:
    """A bandwidth slows the bytes down and loses none, through TLS as well."""
    body = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256)) * 400
    site_of = guarded(answering(body), tls=tls.server, bytes_per_second=2 * MB)
    async with site_of as (site, session):
        url = f"https://{site.pair}/"
        answer = await get(session, url, verify=str(tls.ca_file))

    assert answer.content == bytes(range(256)) * 400
