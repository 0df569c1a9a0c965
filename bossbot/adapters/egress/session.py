"""One job's way to the Internet: its own port, token, byte count and connections."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections import Counter
from functools import partial
from typing import Final

import structlog

from bossbot.adapters.egress.connection import Connection
from bossbot.adapters.egress.meter import Meter
from bossbot.adapters.egress.policy import Policy, Reason, Refusal
from bossbot.adapters.egress.routes import Route
from bossbot.adapters.egress.targets import USER
from bossbot.adapters.egress.terms import Patience, Terms
from bossbot.adapters.egress.wire import Wire
from bossbot.errors import BossBotError, FileTooLargeError, InvalidUrlError

MOST_CONNECTIONS: Final = 32
_MOST_REFUSALS: Final = 100
"""Kept and logged per session: a job gone wild fills neither memory nor log."""

_security = structlog.get_logger("bossbot.security")


class EgressSession:
    """The proxy of one job, listening on loopback until `close`.

    Not in charge of killing the job: past the cap or the deadline the job only finds
    its connections reset and new ones refused.
    """

    def __init__(
        self,
        *,
        policy: Policy,
        route: Route,
        meter: Meter,
        patience: Patience,
        deadline: float | None,
    ) -> None:
        self._token = secrets.token_urlsafe(24)
        self._meter = meter
        self._terms = Terms(
            token=self._token,
            policy=policy,
            route=route,
            meter=meter,
            patience=patience,
            over=self._over,
            refuse=self._refuse,
        )
        self._expired = False
        self._refused: list[Refusal] = []
        self._reasons: Counter[Reason] = Counter()
        self._connections: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(0)
        self.address: tuple[str, int] = self._listener.getsockname()
        self._timers: set[asyncio.TimerHandle] = set()
        self._listen()
        if deadline is not None:
            self._timers.add(self._loop.call_later(deadline, self._expire))

    @property
    def url(self) -> str:
        """For the tools' proxy option; holds the token."""
        host, port = self.address
        return f"http://{USER}:{self._token}@{host}:{port}"

    @property
    def received(self) -> int:
        """Bytes that sites have sent so far, those of TLS and HTTP included."""
        return self._meter.received

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """What was not allowed, in order (the first hundred)."""
        return tuple(self._refused)

    @property
    def verdict(self) -> BossBotError | None:
        """Why a job that failed had to fail; None where the guard had no part in it.

        A job may succeed in spite of refusals (a tracker, a broken thumbnail): ask only
        after a failure.
        """
        if self._meter.exceeded:
            return FileTooLargeError.of(limit=self._meter.max_bytes)
        for reason in ("private_address", "host", "port"):
            if reason in self._reasons:
                return InvalidUrlError(reason=reason)
        return None

    async def close(self) -> None:
        """End every connection and stop listening; returns when all is gone."""
        self._loop.remove_reader(self._listener)
        self._listener.close()
        for timer in self._timers:
            timer.cancel()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _refuse(self, refusal: Refusal) -> None:
        self._reasons[refusal.reason] += 1
        if len(self._refused) < _MOST_REFUSALS:
            self._refused.append(refusal)
            _security.warning(
                "egress refused",
                host=refusal.host,
                port=refusal.port,
                reason=refusal.reason,
            )

    def _over(self) -> Reason | None:
        if self._meter.exceeded:
            return "cap"
        return "deadline" if self._expired else None

    def _expire(self) -> None:
        self._expired = True
        self._refuse(Refusal(host="", port=0, reason="deadline"))
        for task in self._connections:
            task.cancel()

    def _listen(self) -> None:
        self._loop.add_reader(self._listener, self._accept)

    def _accept(self) -> None:
        try:
            sock, _ = self._listener.accept()
        except (BlockingIOError, ConnectionError):
            return
        except OSError:  # out of descriptors: it would be ready again at once
            self._loop.remove_reader(self._listener)
            self._timers.add(self._loop.call_later(0.1, self._listen))
            return
        sock.settimeout(0)
        wire = Wire(sock)
        if len(self._connections) >= MOST_CONNECTIONS:
            self._refuse(Refusal(host="", port=0, reason="connections"))
            wire.abort()
            return
        task = self._loop.create_task(Connection(wire, self._terms).serve())
        self._connections.add(task)
        task.add_done_callback(partial(self._forget, wire))

    def _forget(self, wire: Wire, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        wire.close()  # a task cancelled before its first step has not done it
