"""No way leads from a job to an address that is not public."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bossbot.adapters.egress import EgressGuard, Refusal
from tests.integration.adapters.egress.jobs import get, say, say_raw, token_line
from tests.integration.adapters.egress.world import MB, OK, Names, a_site, answering

pytestmark = pytest.mark.integration

INNER = """127.0.0.1 localhost localhost. LOCALHOST [::1] [::] 0.0.0.0 2130706433 127.1
0x7f.0.0.1 0177.0.0.1 127.0.0.1. [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1]
[::127.0.0.1] 127.127.127.127"""
ODD = """[fe80::1%25lo] [::1%lo] 127.0.0.256 1.2.3.4.5 [127.0.0.1] ::1 %31%32%37.0.0.1
a..b - 0o177.0.0.1"""


@pytest.mark.parametrize("host", INNER.split())
async def test_inner_addresses_are_refused_however_they_are_spelled(host: str) -> None:
    """Neither CONNECT nor a plain request reaches what listens on this machine."""
    async with (
        a_site(answering(OK)) as site,
        EgressGuard().session(max_bytes=MB) as session,
    ):
        tunnel = await say(session, f"CONNECT {host}:{site.port} HTTP/1.1")
        plain = await say(session, f"GET http://{host}:{site.port}/ HTTP/1.1")

    assert tunnel.startswith(b"HTTP/1.1 403 ")
    assert plain.startswith(b"HTTP/1.1 403 ")
    assert site.heads == []
    assert [refusal.reason for refusal in session.refused] == ["private_address"] * 2
    assert session.verdict is not None
    assert session.verdict.to_dict()["data"] == {"reason": "private_address"}


@pytest.mark.parametrize("host", ODD.split())
async def test_ambiguous_hosts_are_refused(host: str) -> None:
    """What is no host is not handed to a resolver that might take it for one."""
    names = Names()
    async with EgressGuard(resolver=names).session(max_bytes=MB) as session:
        tunnel = await say(session, f"CONNECT {host}:443 HTTP/1.1")
        plain = await say(session, f"GET http://{host}/ HTTP/1.1")

    assert {tunnel[9:12], plain[9:12]} <= {b"400", b"403", b"502"}
    assert set(names.asked) <= {"-"}


async def test_a_redirect_to_the_metadata_service_is_refused() -> None:
    """Each hop is judged for itself, and the event is logged without its path."""
    hop = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/secret\r\n\r\n"
    async with a_site(answering(hop)) as site:
        with capture_logs() as logs:
            async with EgressGuard(allow=[site.pair]).session(max_bytes=MB) as session:
                answer = await get(session, site.url)

    assert answer.status_code == 403
    assert session.refused == (
        Refusal(host="169.254.169.254", port=80, reason="private_address"),
    )
    [event] = logs
    assert event["reason"] == "private_address"
    assert "secret" not in str(logs)


async def test_a_name_that_changes_its_mind_is_refused_the_second_time() -> None:
    """Rebinding: what was harmless for one connection is judged anew for the next."""
    async with a_site(answering(OK)) as site:
        names = Names(rebind_example=["127.0.0.1", "127.0.0.2"])
        guard = EgressGuard(allow=[site.pair], resolver=names)
        async with guard.session(max_bytes=MB) as session:
            url = f"GET http://rebind.example:{site.port}/ HTTP/1.1"
            first, second = await say(session, url), await say(session, url)

    assert first.endswith(b"hello")
    assert second.startswith(b"HTTP/1.1 403 ")
    assert names.asked == ["rebind.example"] * 2  # once per connection, not twice


@pytest.mark.parametrize(
    "answer", ["8.8.8.8 10.0.0.1", "10.0.0.1 8.8.8.8", "8.8.8.8 ::1", "2002:7f00:1::"]
)
async def test_one_private_address_among_public_ones_is_enough(answer: str) -> None:
    """A mixed answer is refused as a whole, before anything is connected to."""
    guard = EgressGuard(resolver=Names(mixed_example=[answer]))
    async with guard.session(max_bytes=MB) as session:
        tunnel = await say(session, "CONNECT mixed.example:443 HTTP/1.1")

    assert tunnel.startswith(b"HTTP/1.1 403 ")
    assert session.refused[0] == Refusal(
        host="mixed.example", port=443, reason="private_address"
    )


@pytest.mark.parametrize("port", [22, 25, 53, 587, 6379, 6667, 11211])
async def test_ports_of_other_services_are_refused(port: int) -> None:
    """A public address is no target for what does not speak HTTP."""
    async with EgressGuard().session(max_bytes=MB) as session:
        answer = await say(session, f"CONNECT 8.8.8.8:{port} HTTP/1.1")

    assert answer.startswith(b"HTTP/1.1 403 ")
    assert session.refused[0].reason == "port"


async def test_an_exemption_counts_for_its_port_alone() -> None:
    """EGRESS_ALLOW opens one door, not the machine."""
    async with (
        a_site(answering(OK)) as open_door,
        a_site(answering(OK)) as other,
        EgressGuard(allow=[open_door.pair]).session(max_bytes=MB) as session,
    ):
        allowed = await say(session, f"GET {open_door.url}/ HTTP/1.1")
        refused = await say(session, f"GET {other.url}/ HTTP/1.1")

    assert allowed.endswith(b"hello")
    assert refused.startswith(b"HTTP/1.1 403 ")
    assert other.heads == []


async def test_a_wrong_token_is_refused_and_noted() -> None:
    """Another job's token opens nothing; none at all is asked for."""
    request = b"GET http://example.com/ HTTP/1.1\r\n"
    wrong = b"Proxy-Authorization: Basic am9iOndyb25n\r\n"
    async with EgressGuard().session(max_bytes=MB) as session:
        none = await say_raw(session, request + b"\r\n")
        bad = await say_raw(session, request + wrong + b"\r\n")
        twice = await say(session, request.decode().strip(), wrong.decode().strip())

    assert {none[9:12], bad[9:12], twice[9:12]} == {b"407"}
    assert b"Proxy-Authenticate: Basic" in none
    assert [refusal.reason for refusal in session.refused] == ["token"] * 2


async def test_a_session_does_not_take_anothers_token() -> None:
    """Tokens belong to one job."""
    guard = EgressGuard()
    async with guard.session(max_bytes=MB) as one, guard.session(max_bytes=MB) as two:
        tokens = {one.url.split("@")[0], two.url.split("@")[0]}
        request = b"CONNECT 127.0.0.1:1 HTTP/1.1\r\n"
        answer = await say_raw(two, request + token_line(one.url) + b"\r\n")

    assert len(tokens) == 2
    assert answer.startswith(b"HTTP/1.1 407 ")


async def test_a_flood_of_refusals_fills_neither_memory_nor_log() -> None:
    """A job gone wild is remembered a hundred times at most."""
    async with EgressGuard().session(max_bytes=MB) as session:
        with capture_logs() as logs:
            for _ in range(130):
                await say(session, "CONNECT 127.0.0.1:80 HTTP/1.1")

    assert len(session.refused) == 100
    assert len(logs) == 100


async def test_the_machines_own_address_is_not_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A host's public address leads to what listens on it behind the firewall."""
    monkeypatch.setattr("bossbot.adapters.egress.policy.is_public", lambda _: True)
    async with (
        a_site(answering(OK)) as site,
        EgressGuard(resolver=Names(own_example=["127.0.0.1"])).session(
            max_bytes=MB
        ) as session,
    ):
        answer = await say(session, f"GET http://own.example:{site.port}/ HTTP/1.1")

    assert answer.startswith(b"HTTP/1.1 403 ")
    assert site.heads == []
    assert session.refused[0].reason == "private_address"
