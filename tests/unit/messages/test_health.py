"""How the bot does, in words."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bossbot.messages.health import Details, Health, LedgerHealth, health_text
from bossbot.models import GatewayState, HostView, IntakeStop, QueueLoad, SiteView

pytestmark = pytest.mark.unit

GB = 1024**3
GATEWAY = GatewayState(latency_ms=42.4, since=5000, disconnects=2, resumes=1)


def a_host(disk_id: str = "disk-a", **changes: Any) -> HostView:
    values: dict[str, Any] = {
        "disk_id": disk_id,
        "slots": 5,
        "running": 2,
        "disk_free": 30 * GB,
        "disk_total": 100 * GB,
    }
    return HostView(**(values | changes))


def a_ledger(**changes: Any) -> LedgerHealth:
    values: dict[str, Any] = {
        "load": QueueLoad(running=2, waiting=5),
        "hosts": (a_host(),),
        "server": "Valkey 9.1.2",
        "latency_ms": 0.6,
    }
    return LedgerHealth(**(values | changes))


def text(
    ledger: LedgerHealth | None, *, details: Details | None = None, **changes: Any
) -> str:
    gateway = changes.get("gateway", GATEWAY)
    return health_text(Health(gateway=gateway, ledger=ledger, now=1000.0), details)


def test_all_is_well() -> None:
    """One line says so, the numbers follow; a member is told no details."""
    assert text(a_ledger()).splitlines() == [
        "✅ All is well.",
        "Gateway: 42 ms",
        "Queue: 2 running, 5 waiting",
        "Workers: 1 alive",
    ]


def test_what_rests_is_told_where_there_is_any() -> None:
    """Delayed and paused downloads, paused sites."""
    load = QueueLoad(delayed=3, paused=1)
    site = SiteView(site="reddit", until=2000, reason="limited")
    shown = text(a_ledger(load=load, sites=(site,)))
    assert "Queue: 0 running, 0 waiting, 3 delayed, 1 paused" in shown
    assert "⏳ Reddit is limiting us: next try <t:2000:R>." in shown
    assert shown.startswith("✅")


STOP = IntakeStop(by="9", reason="moving", since=1)


@pytest.mark.parametrize(
    ("ledger", "gateway", "said"),
    [
        (None, GATEWAY, "Redis is away, so I can't take or show downloads"),
        (a_ledger(hosts=()), GATEWAY, "no worker is there, so downloads wait"),
        (
            a_ledger(hosts=(a_host(room=False),)),
            GATEWAY,
            "no worker has room on its disk, so downloads wait",
        ),
        (
            a_ledger(hosts=(a_host(slots=0),)),
            GATEWAY,
            "no worker can fetch anything, so downloads wait",
        ),
        (a_ledger(intake=STOP), GATEWAY, "new downloads aren't taken"),
        (a_ledger(), GatewayState(), "the connection to Discord is down"),
        (a_ledger(), GatewayState(latency_ms=1500), "Discord answers slowly"),
    ],
)
def test_what_is_wrong_stands_first(
    ledger: LedgerHealth | None, gateway: GatewayState, said: str
) -> None:
    """In the first line, with what it means."""
    shown = text(ledger, gateway=gateway)
    assert shown.splitlines()[0] == f"⚠️ Not all is well: {said}."


def test_a_connection_too_young_to_be_measured() -> None:
    """The first heartbeat comes after most of a minute; all is well before."""
    shown = text(a_ledger(), gateway=GatewayState(latency_ms=math.inf))
    assert shown.startswith("✅ All is well.\nGateway: connected\n")


def test_several_troubles_are_all_told() -> None:
    """And no worker counts as alive where none is."""
    shown = text(a_ledger(hosts=(), intake=STOP), gateway=GatewayState())
    assert shown.splitlines()[:4] == [
        (
            "⚠️ Not all is well: the connection to Discord is down; no worker is there, "
            "so downloads wait; new downloads aren't taken."
        ),
        "Gateway: not connected",
        "Queue: 2 running, 5 waiting",
        "Workers: none",
    ]
    assert "🚧 New downloads aren't taken for now: `moving`." in shown


DETAILS = Details(memory=73 * 1024**2, versions={"bossbot": "0.1.0", "Python": "3.13"})


def test_details_for_admins() -> None:
    """Hosts with slots and disks, versions, memory, the connection's past."""
    full = a_host("disk-`b`", workers=2, disk_free=5 * GB, room=False)
    shown = text(a_ledger(hosts=(a_host(), full)), details=DETAILS)
    assert shown.splitlines()[3:] == [
        "Workers: 3 alive",
        "**Details**",
        "Connected since <t:5000:R>",
        "Disconnects: 2, resumed: 1",
        "Memory of the bot: 73.0 MB",
        "Valkey 9.1.2: 1 ms",
        "Versions: bossbot 0.1.0, Python 3.13",
        "Host `disk-a`: 2 of 5 slots, disk 70% used (30.00 GB free)",
        (
            "Host `disk-'b'`: 2 of 5 slots, disk 95% used (5.00 GB free) ⚠️, "
            "takes nothing new"
        ),
    ]


def test_details_while_redis_is_away() -> None:
    """What the bot knows of itself is told all the same."""
    shown = text(None, details=DETAILS)
    assert "Queue: unknown (Redis: away)" in shown
    assert "\nRedis: away\n" in shown
    assert "Memory of the bot: 73.0 MB" in shown
    assert "Host" not in shown


def test_many_hosts_fit() -> None:
    """Ten are shown, the others counted."""
    hosts = tuple(a_host(f"{'host' * 20}{number}") for number in range(90))
    shown = text(a_ledger(hosts=hosts), details=DETAILS)
    assert len(shown) <= 2000
    assert shown.count("Host `") == 10
    assert shown.endswith("… and 80 more hosts")
