"""How the bot does: well or not in a line, numbers, and details for its admins."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bossbot.messages.listing import notes
from bossbot.messages.neutral import code
from bossbot.messages.units import size
from bossbot.models import GatewayState, HostView, IntakeStop, QueueLoad, SiteView

SLOW: Final = 1000.0
"""Milliseconds of gateway latency from which on something is wrong."""
_ALERT: Final = 0.8
"""Of a disk used; where operators are alerted, too."""
_HOSTS: Final = 10
MOST: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHealth:
    """What Redis told.

    Attributes:
        server: Its name and version; None where it doesn't tell.
        latency_ms: How long it took to answer.
    """

    load: QueueLoad
    hosts: Sequence[HostView]
    sites: Sequence[SiteView] = ()
    intake: IntakeStop | None = None
    server: str | None = None
    latency_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All there is to say.

    Attributes:
        ledger: None while Redis is away.
        now: Epoch seconds.
    """

    gateway: GatewayState
    ledger: LedgerHealth | None
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only admins are told.

    Attributes:
        memory: Bytes of the bot's process; None where nobody can tell.
        versions: By name.
    """

    memory: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


def health_text(health: Health, details: Details | None = None) -> str:
    """The message, 2,000 characters at most; `details` for admins."""
    wrong = list(_wrong(health))
    lines = [
        f"⚠️ Not all is well: {'; '.join(wrong)}." if wrong else "✅ All is well.",
        _gateway(health.gateway),
        *_ledger(health.ledger, health.now),
    ]
    if details is not None:
        lines.extend(_details(health, details))
    text = "\n".join(lines)
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def _wrong(health: Health) -> Iterator[str]:
    latency, ledger = health.gateway.latency_ms, health.ledger
    if latency is None:
        yield "the connection to Discord is down"
    elif SLOW <= latency < math.inf:
        yield "Discord answers slowly"
    if ledger is None:
        yield "Redis is away, so I can't take or show downloads"
        return
    if not ledger.hosts:
        yield "no worker is there, so downloads wait"
    elif not any(host.room for host in ledger.hosts):
        yield "no worker has room on its disk, so downloads wait"
    elif not any(host.slots for host in ledger.hosts):
        yield "no worker can fetch anything, so downloads wait"
    if ledger.intake is not None:
        yield "new downloads aren't taken"


def _gateway(gateway: GatewayState) -> str:
    if gateway.latency_ms is None:
        return "Gateway: not connected"
    if gateway.latency_ms == math.inf:
        return "Gateway: connected"
    return f"Gateway: {gateway.latency_ms:.0f} ms"


def _ledger(ledger: LedgerHealth | None, now: float) -> Iterator[str]:
    if ledger is None:
        yield "Queue: unknown (Redis: away)"
        return
    load = ledger.load
    counts = [f"{load.running} running", f"{load.waiting} waiting"]
    counts += [f"{load.delayed} delayed"] if load.delayed else []
    counts += [f"{load.paused} paused"] if load.paused else []
    yield f"Queue: {', '.join(counts)}"
    workers = sum(host.workers for host in ledger.hosts)
    yield f"Workers: {f'{workers} alive' if workers else 'none'}"
    yield from notes(ledger.sites, ledger.intake, now)


def _details(health: Health, details: Details) -> Iterator[str]:
    gateway, ledger = health.gateway, health.ledger
    yield "**Details**"
    if gateway.since is not None:
        shards = f", {gateway.shards} shards" if gateway.shards > 1 else ""
        yield f"Connected since <t:{int(gateway.since)}:R>{shards}"
    yield f"Disconnects: {gateway.disconnects}, resumed: {gateway.resumes}"
    if details.memory is not None:
        yield f"Memory of the bot: {size(details.memory)}"
    if ledger is None:
        yield "Redis: away"
    else:
        yield f"{ledger.server or 'Redis'}: {ledger.latency_ms:.0f} ms"
    told = [f"{name} {number}" for name, number in details.versions.items()]
    if told:
        yield f"Versions: {', '.join(told)}"
    if ledger is not None:
        yield from map(_host, ledger.hosts[:_HOSTS])
        if len(ledger.hosts) > _HOSTS:
            yield f"… and {len(ledger.hosts) - _HOSTS} more hosts"


def _host(host: HostView) -> str:
    slots = f"{host.running} of {host.slots} slots"
    return f"Host {code(host.disk_id, length=40)}: {slots}, {_disk(host)}"


def _disk(host: HostView) -> str:
    if not host.disk_total:
        return "disk unknown"
    used = 1 - host.disk_free / host.disk_total
    alert = " ⚠️" if used >= _ALERT else ""
    full = ", takes nothing new" if not host.room else ""
    return f"disk {used * 100:.0f}% used ({size(host.disk_free)} free){alert}{full}"
