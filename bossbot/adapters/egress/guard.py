"""The egress guard of one process: its rules, its way out and its bandwidth."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import Self

from bossbot.adapters.egress.meter import Meter, Throttle
from bossbot.adapters.egress.policy import Policy
from bossbot.adapters.egress.resolver import Resolver, SystemResolver
from bossbot.adapters.egress.routes import Direct, Route, ViaProxy
from bossbot.adapters.egress.session import EgressSession
from bossbot.adapters.egress.terms import Patience
from bossbot.adapters.egress.upstream import Upstream
from bossbot.settings import Settings


class EgressGuard:
    """Opens one session per job; its sessions share the bandwidth, nothing else.

    Args:
        allow: `host:port` pairs that are exempt from the rules (EGRESS_ALLOW).
        upstream: The operator's proxy, through which then everything goes.
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
        bytes_per_second: int = 0,
        resolver: Resolver | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._policy = Policy.parse(allow)
        self._throttle = Throttle(bytes_per_second)
        self._patience = patience or Patience()
        resolver = resolver or SystemResolver()
        self._route: Route
        if upstream is None:
            self._route = Direct(policy=self._policy, resolver=resolver)
        else:
            self._route = ViaProxy(
                policy=self._policy, resolver=resolver, upstream=upstream
            )

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The guard that EGRESS_ALLOW, PROXY, CA_FILE and the bandwidth ask for.

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
            bytes_per_second=settings.bandwidth_kb_per_second * 1024,
        )

    @contextlib.asynccontextmanager
    async def session(
        self, *, max_bytes: int, deadline: float | None = None
    ) -> AsyncIterator[EgressSession]:
        """A proxy for one job, gone with all its connections at the end.

        Args:
            max_bytes: The most that sites may send, over all connections.
            deadline: Seconds from now after which nothing passes any more.
        """
        session = EgressSession(
            policy=self._policy,
            route=self._route,
            meter=Meter(max_bytes=max_bytes, throttle=self._throttle),
            patience=self._patience,
            deadline=deadline,
        )
        try:
            yield session
        finally:
            await session.close()
