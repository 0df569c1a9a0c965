"""Sessions end with everything they opened."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.egress.session import MOST_CONNECTIONS
from tests.integration.adapters.egress.jobs import say, token_line
from tests.integration.adapters.egress.world import (
    OK,
    a_site,
    answering,
    endless,
    guarded,
    silent,
)

pytestmark = pytest.mark.integration


async def test_the_end_of_a_session_cuts_what_is_under_way() -> None:
    """Neither port nor connection nor task is left, on either side."""
    before = asyncio.all_tasks()
    async with a_site(endless) as site:
        async with EgressGuard(allow=[site.pair]).session(max_bytes=2**60) as session:
            reader, writer = await asyncio.open_connection(*session.address)
            line = f"GET {site.url}/ HTTP/1.1\r\n".encode()
            writer.write(line + token_line(session.url) + b"\r\n")
            await reader.readexactly(100_000)
        assert len(asyncio.all_tasks() - before) <= 1  # the site's own
        await asyncio.wait_for(site.gone.wait(), 20)
        with pytest.raises(ConnectionError):
            await reader.read()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*session.address)
        writer.close()


async def test_a_cancelled_supervisor_leaves_nothing() -> None:
    """Cancelling the task that holds the session is an end like any other."""
    async with a_site(silent) as site:
        guard, opened = EgressGuard(allow=[site.pair]), asyncio.Event()

        async def supervise() -> None:
            async with guard.session(max_bytes=100) as session:
                _, writer = await asyncio.open_connection(*session.address)
                line = f"CONNECT {site.pair} HTTP/1.1\r\n".encode()
                writer.write(line + token_line(session.url) + b"\r\nhead\r\n\r\n")
                while not site.heads:
                    await asyncio.sleep(0.01)
                opened.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    writer.close()

        supervisor = asyncio.create_task(supervise())
        await opened.wait()
        supervisor.cancel()
        with pytest.raises(asyncio.CancelledError):
            await supervisor
        await asyncio.wait_for(site.gone.wait(), 20)


async def test_a_connection_of_the_last_moment_is_closed() -> None:
    """One that was accepted, but not yet served when the session ended."""
    async with EgressGuard().session(max_bytes=1) as session:
        job = socket.create_connection(session.address)
        session._accept()
    with job, contextlib.suppress(ConnectionError):
        job.settimeout(20)
        assert job.recv(1) == b""


async def test_a_job_that_leaves_ends_its_connection_to_the_site() -> None:
    """A killed tool's downloads stop; the bytes nobody wants are not fetched."""
    async with guarded(endless, max_bytes=2**60) as (site, session):
        reader, writer = await asyncio.open_connection(*session.address)
        line = f"GET {site.url}/ HTTP/1.1\r\n".encode()
        writer.write(line + token_line(session.url) + b"\r\n")
        await reader.readexactly(1000)
        writer.transport.abort()
        await asyncio.wait_for(site.gone.wait(), 20)
        received = session.received
        await asyncio.sleep(0.05)

        assert session.received == received


async def test_a_job_has_a_limited_number_of_connections() -> None:
    """More than that are reset; those that stand go on."""
    async with guarded(answering(OK)) as (site, session):
        held = [
            await asyncio.open_connection(*session.address)
            for _ in range(MOST_CONNECTIONS)
        ]
        refused = await say(session, f"GET {site.url}/ HTTP/1.1")
        for _, writer in held:
            writer.close()
        while session._connections:
            await asyncio.sleep(0.01)
        served = await say(session, f"GET {site.url}/ HTTP/1.1")

    assert refused == b""
    assert served.endswith(b"hello")
    assert {refusal.reason for refusal in session.refused} == {"connections"}


async def test_a_dead_site_is_a_bad_gateway() -> None:
    """Nothing listens there, or the name leads nowhere: 502, no refusal."""
    async with a_site(answering(OK)) as site:
        pass
    guard = EgressGuard(allow=[site.pair])
    async with guard.session(max_bytes=100) as session:
        closed = await say(session, f"CONNECT {site.pair} HTTP/1.1")
        nowhere = await say(session, "CONNECT nowhere.invalid:443 HTTP/1.1")

    assert closed.startswith(b"HTTP/1.1 502 ")
    assert nowhere.startswith(b"HTTP/1.1 502 ")
    assert session.refused == ()
