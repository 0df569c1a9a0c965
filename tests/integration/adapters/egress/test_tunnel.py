"""TLS through the guard, as the tools speak it."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from bossbot.adapters.egress import Patience
from tests.integration.adapters.egress.conftest import Tls
from tests.integration.adapters.egress.jobs import get, token_line
from tests.integration.adapters.egress.world import OK, answering, guarded, silent

pytestmark = pytest.mark.integration


async def test_the_requests_library_speaks_tls_to_the_site_itself(tls: Tls) -> None:
    """The certificate that is verified is the site's: nothing is opened on the way."""
    async with guarded(answering(OK), tls=tls.server) as (site, session):
        url = f"https://127.0.0.1:{site.port}/path"
        answer = await get(session, url, verify=str(tls.ca_file))

    assert answer.content == b"hello"
    assert b"Proxy-Authorization" not in site.heads[0]
    assert session.received > len(OK)  # the handshake counts as well


async def test_a_tunnel_carries_a_raw_tls_client(tls: Tls) -> None:
    """As libcurl does it: CONNECT by hand, then TLS on the same socket."""
    async with guarded(answering(OK), tls=tls.server) as (site, session):
        reader, writer = await asyncio.open_connection(*session.address)
        line = f"CONNECT {site.pair} HTTP/1.1\r\nHost: {site.pair}\r\n".encode()
        writer.write(line + token_line(session.url) + b"\r\n")
        established = await reader.readuntil(b"\r\n\r\n")
        context = ssl.create_default_context(cafile=tls.ca_file)
        await writer.start_tls(context, server_hostname="127.0.0.1")
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        answer = await reader.read()
        writer.close()

    assert established.startswith(b"HTTP/1.1 200 ")
    assert answer == OK


async def test_what_is_sent_before_the_tunnel_stands_is_not_lost() -> None:
    """Impatient clients send their first bytes together with CONNECT."""
    async with guarded(answering(OK)) as (site, session):
        reader, writer = await asyncio.open_connection(*session.address)
        line = f"CONNECT {site.pair} HTTP/1.1\r\n".encode()
        early = b"GET / HTTP/1.1\r\n\r\n"
        writer.write(line + token_line(session.url) + b"\r\n" + early)
        answer = await reader.read()
        writer.close()

    assert site.heads == [early]
    assert answer.endswith(OK)


async def test_the_site_may_answer_a_job_that_is_done_sending() -> None:
    """Half-closing towards the site leaves the way back open."""

    async def handle(
        _head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        assert await reader.read() == b"all"
        writer.write(b"thanks")

    async with guarded(handle) as (site, session):
        reader, writer = await asyncio.open_connection(*session.address)
        line = f"CONNECT {site.pair} HTTP/1.1\r\n".encode()
        writer.write(line + token_line(session.url) + b"\r\nx\r\n\r\nall")
        writer.write_eof()
        answer = await reader.read()
        writer.close()

    assert answer.endswith(b"thanks")


async def test_an_idle_tunnel_is_given_up() -> None:
    """A tunnel on which nothing moves ends, on both sides."""
    async with guarded(silent, patience=Patience(idle=0.1)) as (site, session):
        reader, writer = await asyncio.open_connection(*session.address)
        line = f"CONNECT {site.pair} HTTP/1.1\r\n".encode()
        writer.write(line + token_line(session.url) + b"\r\nhead\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            await reader.read()
        await asyncio.wait_for(site.gone.wait(), 20)
        writer.close()


async def test_a_slow_site_is_waited_for_while_it_sends() -> None:
    """The idle time counts from the last byte, not from the first."""

    async def drip(
        _head: bytes, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n")
        for _ in range(15):
            writer.write(b"x")
            await asyncio.sleep(0.1)

    async with guarded(drip, patience=Patience(idle=1.0)) as (site, session):
        answer = await get(session, site.url)

    assert answer.content == b"x" * 15
