"""The egress guard of one process: its rules, its way out and its bandwidth."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Self

from bossbot.adapters.egress.meter import Meter, Throttle
from bossbot.adapters.egress.policy import Policy
from bossbot.adapters.egress.resolver import Resolver, SystemResolver
from bossbot.adapters.egress.routes import Direct, Route, ViaProxy
from bossbot.adapters.egress.session import EgressSession
from bossbot.adapters.egress.terms import Patience
from bossbot.adapters.egress.upstream import Upstream
from bossbot.adapters.egress.ways import upstreams
from bossbot.settings import Settings


class EgressGuard:
    """Opens one session per job; its sessions share the bandwidth, nothing else.

    Args:
        allow: `host:port` pairs that are exempt from the rules (EGRESS_ALLOW).
        upstream: The operator's proxy, through which then everything goes …
        sites: … but for these, which have one of their own, or none.
        bytes_per_second: The bandwidth of this process; 0 for no limit.
        resolver: Names to addresses; the system's, if none is given.
        patience: Time-outs.

    Raises:
        SettingsError: An exemption is no `host:port`.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str] = (),
        upstream: Upstream | None = None,
        sites: Mapping[str, Upstream | None] | None = None,
        bytes_per_second: int = 0,
        resolver: Resolver | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._policy = Policy.parse(allow)
        self._throttle = Throttle(bytes_per_second)
        self._patience = patience or Patience()
        self._resolver = resolver or SystemResolver()
        self._route = self._way(upstream)
        self._ways = {name: self._way(via) for name, via in (sites or {}).items()}

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The guard that EGRESS_ALLOW, PROXY(IES), CA_FILE and the bandwidth ask for.

        Raises:
            SettingsError: One of them is wrong; the text names it.
        """
        upstream = None
        if settings.proxy is not None:
            upstream = Upstream.parse(
                settings.proxy.get_secret_value(), settings.ca_file
            )
        return cls(
            allow=settings.egress_allow,
            upstream=upstream,
            sites=upstreams(settings),
            bytes_per_second=settings.bandwidth_kb_per_second * 1024,
        )

    @contextlib.asynccontextmanager
    async def session(
        self,
        *,
        max_bytes: int,
        deadline: float | None = None,
        site: Sequence[str] = (),
    ) -> AsyncIterator[EgressSession]:
        """A proxy for one job, gone with all its connections at the end.

        Args:
            max_bytes: The most that sites may send, over all connections.
            deadline: Seconds from now after which nothing passes any more.
            site: The names of the site it is about, the nearest first.
        """
        session = EgressSession(
            policy=self._policy,
            route=self._of(site),
            meter=Meter(max_bytes=max_bytes, throttle=self._throttle),
            patience=self._patience,
            deadline=deadline,
        )
        try:
            yield session
        finally:
            await session.close()

    def _of(self, site: Sequence[str]) -> Route:
        ways = (self._ways[name] for name in site if name in self._ways)
        return next(ways, self._route)

    def _way(self, upstream: Upstream | None) -> Route:
        if upstream is None:
            return Direct(policy=self._policy, resolver=self._resolver)
        return ViaProxy(policy=self._policy, resolver=self._resolver, upstream=upstream)
