"""Connecting to addresses that were checked, and to nothing else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address
from itertools import chain, zip_longest
from typing import Final

from bossbot.links.addresses import Address

_STAGGER: Final = 0.25
"""Seconds before the next address is tried beside the last (RFC 8305)."""
_MOST_ADDRESSES: Final = 6


async def dial(addresses: Sequence[Address], port: int) -> socket.socket:
    """The first connection that stands; families take turns, the best first.

    Raises:
        OSError: None of the addresses could be reached.
    """
    attempts: set[asyncio.Task[socket.socket]] = set()
    failure: BaseException = OSError("no address")
    waiting = _take_turns(addresses)
    try:
        while waiting or attempts:
            if waiting:
                attempts.add(asyncio.create_task(_connect(waiting.pop(0), port)))
            done, attempts = await asyncio.wait(
                attempts,
                timeout=_STAGGER if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            attempts |= done
            for attempt in done:
                attempts.discard(attempt)
                if (error := attempt.exception()) is None:
                    return attempt.result()
                failure = error
        raise failure
    finally:
        for attempt in attempts:
            attempt.cancel()
        for late in await asyncio.gather(*attempts, return_exceptions=True):
            if isinstance(late, socket.socket):
                late.close()


def is_own_address(sock: socket.socket) -> bool:
    """Whether the connection ends on this very machine.

    Then both ends have one address: the machine's own public one leads to what listens
    here behind the firewall's back.
    """
    return bool(sock.getsockname()[0] == sock.getpeername()[0])


async def _connect(address: Address, port: int) -> socket.socket:
    ipv4 = isinstance(address, IPv4Address)
    sock = socket.socket(socket.AF_INET if ipv4 else socket.AF_INET6)
    try:
        sock.settimeout(0)
        await asyncio.get_running_loop().sock_connect(sock, (str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


def _take_turns(addresses: Sequence[Address]) -> list[Address]:
    first = [a for a in addresses if a.version == addresses[0].version]
    other = [a for a in addresses if a.version != addresses[0].version]
    turns = chain.from_iterable(zip_longest(first, other))
    return [address for address in turns if address is not None][:_MOST_ADDRESSES]
