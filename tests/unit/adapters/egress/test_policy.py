"""Which targets a job may reach."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from bossbot.adapters.egress.policy import Policy, Refused
from bossbot.settings import SettingsError

pytestmark = pytest.mark.unit


def _reason(policy: Policy, host: str, port: int, addresses: str = "") -> str | None:
    """Why the target is refused, None where it is not."""
    try:
        target = policy.target(host, port)
        policy.check(target, [ip_address(text) for text in addresses.split()])
    except Refused as refused:
        return refused.refusal.reason
    return None


@pytest.mark.parametrize(
    ("host", "port", "addresses", "reason"),
    [
        ("media.example", 443, "8.8.8.8 2606:4700::1", None),
        ("media.example", 8443, "8.8.8.8", None),
        ("media.example", 443, "", None),
        ("media.example", 443, "8.8.8.8 127.0.0.1", "private_address"),
        ("media.example", 22, "8.8.8.8", "port"),
        ("media.example", 6379, "8.8.8.8", "port"),
        ("intranet", 443, "8.8.8.8", "private_address"),
        ("db.internal", 443, "", "private_address"),
        ("localhost", 80, "127.0.0.1", "private_address"),
        ("a b", 80, "", "host"),
    ],
)
def test_targets_are_judged(
    host: str, port: int, addresses: str, reason: str | None
) -> None:
    """Public names, addresses and ports pass; one bad address among them spoils it."""
    assert _reason(Policy(), host, port, addresses) == reason


def test_an_exempt_name_may_lead_anywhere() -> None:
    """On its port, whatever it resolves to."""
    policy = Policy.parse(["Media.Internal.:22"])
    assert _reason(policy, "media.internal", 22, "10.0.0.1") is None
    assert _reason(policy, "media.internal", 80, "10.0.0.1") == "private_address"
    assert _reason(policy, "other.internal", 22, "10.0.0.1") == "private_address"


def test_an_exempt_address_may_have_any_name() -> None:
    """As long as nothing else stands beside it in the answer."""
    policy = Policy.parse(["127.0.0.1:8080", "[::1]:8080"])
    assert _reason(policy, "localhost", 8080, "127.0.0.1 ::1") is None
    assert _reason(policy, "any.example", 8080, "127.0.0.1 8.8.8.8") is None
    assert _reason(policy, "any.example", 8080, "127.0.0.1 10.0.0.1") is not None
    assert _reason(policy, "localhost", 8081, "127.0.0.1") == "private_address"


@pytest.mark.parametrize(
    "entry", ["", "host", "host:", ":80", "host:0", "host:65536", "::1:80", "h:+80"]
)
def test_a_wrong_exemption_names_its_variable(entry: str) -> None:
    """Operators learn which setting is wrong, and how it looks when it is right."""
    with pytest.raises(SettingsError, match="EGRESS_ALLOW"):
        Policy.parse([entry])
