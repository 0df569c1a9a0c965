"""Names to addresses, by the system's resolver, in threads of the guard's own.

A tarpit for a name server blocks `getaddrinfo` for half a minute: it may hold up other
fetches of this process, but not what else uses the loop's executor.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final

from bossbot.links.addresses import Address

type Resolver = Callable[[str], Awaitable[Sequence[Address]]]
"""All addresses of a host name, best first; OSError where there are none."""

_THREADS: Final = 8


def _lookup(name: str) -> list[Address]:
    rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(row[4][0]) for row in rows)
    return [ip_address(text) for text in texts]


class SystemResolver:
    """What `getaddrinfo` says, in its order (RFC 6724)."""

    def __init__(self) -> None:
        # threads start with the first lookup, so in the process that needs them
        self._executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolver")

    async def __call__(self, name: str) -> Sequence[Address]:
        """All addresses of a name."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _lookup, name)
