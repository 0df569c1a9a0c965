"""The ways out: straight to the site, or through the operator's proxy.

Straight, everything holds: a name is resolved once, all its addresses are judged, and
one of those very addresses is connected to. Through a proxy it is the proxy that
resolves and connects. Then literal addresses and local names are still refused, and so
are names that the local resolver knows to be private; a name that only the proxy can
resolve is the proxy's to judge.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, Protocol

import structlog

from bossbot.adapters.egress.dial import dial, is_own_address
from bossbot.adapters.egress.heads import BadHead, Headers, parse_response, write_head
from bossbot.adapters.egress.meter import Meter
from bossbot.adapters.egress.policy import Policy, Target
from bossbot.adapters.egress.resolver import Resolver
from bossbot.adapters.egress.upstream import Upstream
from bossbot.adapters.egress.wire import TlsWire, Wire, WireError
from bossbot.links.addresses import Address

_LOCAL_LOOKUP_SECONDS: Final = 2.0
_WRONG_PASSWORD: Final = 407
_UNKNOWN_SECONDS: Final = 60.0
_MOST_UNKNOWN: Final = 1000

log = structlog.get_logger(__name__)


class Unreachable(Exception):
    """The site could not be connected to; the text may be shown to the job."""


class Route(Protocol):
    """A way to a site that was asked for."""

    @property
    def proxy_headers(self) -> Headers | None:
        """For requests in absolute form; None where the site itself answers."""
        ...

    async def tunnel(self, target: Target, meter: Meter) -> Wire:
        """A connection whose other end is the site.

        Raises:
            Refused: The policy says no.
            Unreachable: It did not work out.
        """
        ...

    async def forward(self, target: Target, meter: Meter) -> Wire:
        """A connection to send one plain HTTP request on; raises the same."""
        ...


@dataclass(kw_only=True)
class Direct:
    """Straight to the site."""

    policy: Policy
    resolver: Resolver
    proxy_headers: Headers | None = None

    async def tunnel(self, target: Target, meter: Meter) -> Wire:
        """Resolve once, judge every address, connect to one of them."""
        try:
            addresses = await _resolve(target, self.resolver)
        except (OSError, ValueError):
            raise Unreachable("name not resolved") from None
        if not addresses:
            raise Unreachable("name not resolved")
        self.policy.check(target, addresses)
        try:
            sock = await dial(addresses, target.port)
        except OSError:
            raise Unreachable("no connection") from None
        wire = Wire(sock, meter)
        try:
            own = is_own_address(sock)
            peer = ip_address(sock.getpeername()[0])
        except OSError:
            wire.abort()
            raise Unreachable("no connection") from None
        if own and not self.policy.exempts(target, peer):
            wire.abort()
            raise target.refuse("private_address")
        return wire

    forward = tunnel


@dataclass(kw_only=True)
class ViaProxy:
    """Through a proxy of the operator's."""

    policy: Policy
    resolver: Resolver
    upstream: Upstream
    _unknown: dict[str, float] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)

    @property
    def proxy_headers(self) -> Headers | None:
        """The proxy's credentials."""
        return self.upstream.headers

    async def tunnel(self, target: Target, meter: Meter) -> Wire:
        """Have the proxy CONNECT to the site."""
        wire = await self.forward(target, meter)
        try:
            await wire.send(
                write_head(
                    f"CONNECT {target.authority} HTTP/1.1",
                    [("Host", target.authority), *self.upstream.headers],
                )
            )
            answer = parse_response(await wire.read_head())
        except (OSError, WireError, BadHead):
            wire.abort()
            raise self._failed("broke off") from None
        except BaseException:
            wire.abort()
            raise
        if answer.status // 100 != 2:
            wire.abort()
            if answer.status == _WRONG_PASSWORD:
                raise self._failed("wants another password")
            raise Unreachable(f"the upstream proxy answered {answer.status}")
        return wire

    async def forward(self, target: Target, meter: Meter) -> Wire:
        """A connection to the proxy."""
        self.policy.check(target, await self._known_addresses(target))
        proxy = Target(host=self.upstream.host, port=self.upstream.port, exempt=True)
        try:
            sock = await dial(await _resolve(proxy, self.resolver), proxy.port)
            if self.upstream.tls is None:
                return Wire(sock, meter)
            return await TlsWire.open(
                sock, meter, context=self.upstream.tls, name=str(self.upstream.host)
            )
        except (OSError, ValueError):
            raise self._failed("does not answer") from None

    def _failed(self, how: str) -> Unreachable:
        """For the job; and for the log, since only the operator can do anything."""
        now = time.monotonic()
        if self._told.get(how, 0) <= now:  # a job asks many times
            self._told[how] = now + _UNKNOWN_SECONDS
            log.warning("upstream proxy", variable=self.upstream.variable, problem=how)
        return Unreachable(f"the upstream proxy {how}")

    async def _known_addresses(self, target: Target) -> Sequence[Address]:
        """What the local resolver says; a name it does not know is not asked again."""
        name, now = str(target.host), time.monotonic()
        if self._unknown.get(name, 0) > now:
            return []
        try:
            async with asyncio.timeout(_LOCAL_LOOKUP_SECONDS):
                return await _resolve(target, self.resolver)
        except (OSError, ValueError):
            if len(self._unknown) >= _MOST_UNKNOWN:
                self._unknown.clear()
            self._unknown[name] = now + _UNKNOWN_SECONDS
            return []


async def _resolve(target: Target, resolver: Resolver) -> Sequence[Address]:
    if isinstance(target.host, str):
        return await resolver(target.host)
    return [target.host]
