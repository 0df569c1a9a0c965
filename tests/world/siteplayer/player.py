"""The player: two ports behind one proxy, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.world.siteplayer.authority import Authority
from tests.world.siteplayer.proxy import Proxy
from tests.world.siteplayer.registry import Record, Seen
from tests.world.siteplayer.sites import all_sites


class Stage:
    """The servers, within a running loop."""

    def __init__(self, directory: Path, record: Record) -> None:
        self._sites = all_sites()
        self._record = record
        self._authority = Authority(directory)
        self._runner: web.ServerRunner | None = None
        self.ca_file = self._authority.ca_file
        self.proxy: Proxy | None = None

    async def open(self, port: int = 0) -> int:
        """Start everything; returns the proxy's port."""
        server = web.Server(self._answer, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        context = self._authority.server_context()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context).start()
        plain, tls = (address[1] for address in self._runner.addresses)
        self.proxy = Proxy(plain_port=plain, tls_port=tls)
        return await self.proxy.open(port)

    async def close(self) -> None:
        """Stop everything."""
        if self.proxy is not None:
            await self.proxy.close()
        if self._runner is not None:
            await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:  # handlers that draw their answers out for ever
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await self._sites.answer(request, self._record)
        except ConnectionError:
            # The visitor left in the middle: that is what many tests are about.
            return web.Response(status=500)


class SitePlayer:
    """Plays the sites while used as a context manager.

    Attributes:
        proxy_url: Give it to the code under test as its (upstream) proxy.
        ca_file: The CA whose certificates the sites show.
    """

    def __init__(self, directory: Path, *, rate: float | None = None) -> None:
        self._record = Record(rate=rate)
        self._stage = Stage(directory, self._record)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="siteplayer", daemon=True
        )
        self.ca_file = self._stage.ca_file
        self.proxy_url = ""

    @property
    def seen(self) -> list[Seen]:
        """Every request that reached the sites, in order."""
        return self._record.seen

    @property
    def targets(self) -> list[str]:
        """Every `host:port` that the proxy was asked to connect to."""
        return [] if self._stage.proxy is None else self._stage.proxy.targets

    @property
    def sent(self) -> int:
        """Bytes that went out through the proxy, TLS included."""
        return 0 if self._stage.proxy is None else self._stage.proxy.sent

    def seen_at(self, host: str) -> list[Seen]:
        """The requests to one host."""
        return [seen for seen in self.seen if seen.host == host]

    @property
    def moods(self) -> dict[str, int]:
        """By host: the status with which it answers everything, until it is removed."""
        return self._record.moods

    def reset(self) -> None:
        """Forget what was seen, and let what breaks once break again."""
        self.seen.clear()
        self.targets.clear()
        self._record.visits.clear()
        self._record.moods.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        opening = asyncio.run_coroutine_threadsafe(self._stage.open(), self._loop)
        self.proxy_url = f"http://127.0.0.1:{opening.result(timeout=30)}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        closing = asyncio.run_coroutine_threadsafe(self._stage.close(), self._loop)
        closing.result(timeout=30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self._loop.close()
