"""With PROXY everything goes through the operator's proxy, and is judged before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bossbot.adapters.egress import EgressGuard, EgressSession, Refusal, Upstream
from bossbot.settings import Settings
from tests.integration.adapters.egress.conftest import Tls
from tests.integration.adapters.egress.jobs import get, say
from tests.integration.adapters.egress.world import (
    MB,
    OK,
    Names,
    Site,
    a_site,
    answering,
)

pytestmark = pytest.mark.integration


def leading_to(site: Site, status: bytes = b"200 OK") -> Any:
    """A proxy that leads every CONNECT to one site and answers the rest itself."""

    async def handle(
        head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if not head.startswith(b"CONNECT"):
            writer.write(OK)
            return
        writer.write(b"HTTP/1.1 " + status + b"\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", site.port)

        async def pump(
            source: asyncio.StreamReader, sink: asyncio.StreamWriter
        ) -> None:
            while data := await source.read(65536):
                sink.write(data)

        sending = asyncio.create_task(pump(reader, back))
        try:
            await pump(there, writer)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            back.transport.abort()

    return handle


@asynccontextmanager
async def chained(
    proxy: Site, *, scheme: str = "http", ca_file: Any = None, **guard: Any
) -> AsyncIterator[EgressSession]:
    """A session behind a proxy that wants a password."""
    upstream = Upstream.parse(f"{scheme}://me:p%40ss@127.0.0.1:{proxy.port}", ca_file)
    made = EgressGuard(upstream=upstream, resolver=Names(), **guard)
    async with made.session(max_bytes=MB) as session:
        yield session


async def test_tls_goes_through_the_proxy_by_name(tls: Tls) -> None:
    """The proxy is asked for the name, with its own password and not the job's."""
    async with (
        a_site(answering(OK), tls=tls.server) as site,
        a_site(leading_to(site)) as proxy,
        chained(proxy) as session,
    ):
        answer = await get(session, "https://media.example/", verify=str(tls.ca_file))

    assert answer.content == b"hello"
    [head] = proxy.heads
    assert head.decode().splitlines() == [
        "CONNECT media.example:443 HTTP/1.1",
        "Host: media.example:443",
        "Proxy-Authorization: Basic bWU6cEBzcw==",
        "",
    ]
    assert session.received > len(OK)


async def test_plain_requests_go_to_the_proxy_in_absolute_form() -> None:
    """The same for a request without TLS."""
    async with a_site(answering(OK)) as proxy, chained(proxy) as session:
        answer = await get(session, "http://media.example/a?b")

    assert answer.content == b"hello"
    [head] = proxy.heads
    assert head.startswith(b"GET http://media.example/a?b HTTP/1.1\r\n")
    assert head.count(b"Proxy-Authorization: Basic bWU6cEBzcw==\r\n") == 1
    assert head.count(b"Proxy-Authorization") == 1


async def test_the_proxy_itself_may_be_reached_by_tls(tls: Tls) -> None:
    """An https proxy is verified with CA_FILE before it gets the password."""
    async with a_site(answering(OK), tls=tls.server) as proxy:
        async with chained(proxy, scheme="https", ca_file=tls.ca_file) as session:
            trusted = await get(session, "http://media.example/")
        async with chained(proxy, scheme="https") as session:
            stranger = await get(session, "http://media.example/")

    assert trusted.content == b"hello"
    assert stranger.status_code == 502
    assert len(proxy.heads) == 1


INNER = """127.0.0.1 [::1] 169.254.169.254 localhost redis a.internal printer.local
2130706433 0x7f.1 [::ffff:10.0.0.1]"""


@pytest.mark.parametrize("host", INNER.split())
async def test_inner_hosts_are_refused_before_the_proxy_is_asked(host: str) -> None:
    """Literal addresses and local names need no resolver to be known."""
    async with a_site(answering(OK)) as proxy, chained(proxy) as session:
        tunnel = await say(session, f"CONNECT {host}:80 HTTP/1.1")
        plain = await say(session, f"GET http://{host}/ HTTP/1.1")

    assert {tunnel[9:12], plain[9:12]} == {b"403"}
    assert proxy.heads == []


async def test_a_name_that_is_private_here_is_refused() -> None:
    """What the local resolver does know is used against the name."""
    async with a_site(answering(OK)) as proxy:
        upstream = Upstream.parse(f"http://127.0.0.1:{proxy.port}")
        names = Names(inner_example=["10.0.0.1"], outer_example=["8.8.8.8"])
        guard = EgressGuard(upstream=upstream, resolver=names)
        async with guard.session(max_bytes=MB) as session:
            inner = await get(session, "http://inner.example/")
            outer = await get(session, "http://outer.example/")

    assert (inner.status_code, outer.status_code) == (403, 200)
    assert session.refused == (
        Refusal(host="inner.example", port=80, reason="private_address"),
    )


async def test_an_exempt_pair_goes_through_the_proxy_too() -> None:
    """EGRESS_ALLOW lifts the rule, it does not bypass the proxy."""
    async with (
        a_site(answering(OK)) as proxy,
        chained(proxy, allow=["10.0.0.1:8080", "media:80"]) as session,
    ):
        address = await get(session, "http://10.0.0.1:8080/")
        name = await get(session, "http://media/")

    assert (address.status_code, name.status_code) == (200, 200)
    assert len(proxy.heads) == 2


@pytest.mark.parametrize("answer", [b"HTTP/1.1 407 No\r\n\r\n", b"what?\r\n\r\n", b""])
async def test_a_proxy_that_declines_is_a_bad_gateway(answer: bytes) -> None:
    """The job learns that the way is closed; no password of its own is wrong."""
    async with a_site(answering(answer)) as proxy, chained(proxy) as session:
        tunnel = await say(session, "CONNECT media.example:443 HTTP/1.1")
        plain = await say(session, "GET http://media.example/ HTTP/1.1")

    assert {tunnel[9:12], plain[9:12]} == {b"502"}


async def test_the_settings_make_the_guard() -> None:
    """PROXY and EGRESS_ALLOW as an operator writes them."""
    async with a_site(answering(OK)) as proxy:
        settings = Settings.load(
            proxy=f"http://127.0.0.1:{proxy.port}", egress_allow="media:80 [::1]:8080"
        )
        guard = EgressGuard.from_settings(settings)
        async with guard.session(max_bytes=MB) as session:
            answer = await get(session, "http://media/")

    assert answer.content == b"hello"
