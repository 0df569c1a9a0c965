"""The ledger's connections, when more is asked than there are of them."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.adapters.ledger import connect

pytestmark = pytest.mark.integration


async def test_a_flood_waits_for_connections(ledger_server: str) -> None:
    """Two hundred questions at once over two of them: each is answered."""
    async with connect(ledger_server, connections=2) as client:
        await client.set("flood", 1)
        found = await asyncio.gather(*(client.get("flood") for _ in range(200)))
        held = await client.info("clients")
    assert set(found) == {"1"}
    assert int(held["connected_clients"]) <= 3
    async with connect(ledger_server, connections=1) as client:
        await client.delete("flood")


async def test_who_gives_up_waiting_leaves_the_connection_to_others(
    ledger_server: str,
) -> None:
    """A command's patience ends; the next one gets what it held."""
    async with connect(ledger_server, connections=1) as client:
        blocked = asyncio.create_task(client.blpop(["never"], timeout=60))
        while not await _waits(ledger_server):
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(client.get("x"))
        await asyncio.sleep(0)
        for task in (waiting, blocked):
            task.cancel()
        await asyncio.gather(waiting, blocked, return_exceptions=True)
        assert await client.get("x") is None


async def _waits(url: str) -> bool:
    """Whether the server holds somebody back, as another connection sees it."""
    async with connect(url, connections=1) as other:
        return bool((await other.info("clients"))["blocked_clients"])
