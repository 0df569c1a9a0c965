"""Who starts first: the order in which a real worker's slots were handed out.

All are queued before the first is admitted; no limit per user stands in the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bossbot.adapters.ledger import Intake, Scripts
from bossbot.queue.names import new_download_id
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import deployed, folder
from tests.world.deployment import EMPTY, Client
from tests.world.requests import a_request

FIRST = 40
"""Links of the member who came first."""
OTHERS = 10
SHOWN = 24


async def _starts(client: Client, asked: Mapping[str, tuple[str, str]]) -> str:
    """One letter for each start, as the stream of events has them.

    Args:
        client: Of an empty queue.
        asked: What is asked for, in order: by the download's id, whose letter and,
            before a dot, the server.
    """
    queue = client.queue
    place = await queue.last_event()
    intake = Intake(Scripts(queue.client), max_waiting=0)
    for id_, (guild, user) in asked.items():
        url = f"https://empty.example/{id_}"
        request = a_request(url=url, canonical=url, guild=guild, user=user)
        await intake.enqueue(id_, request)
    await queue.admit()
    order: list[str] = []
    left = len(asked)
    async with asyncio.timeout(120):
        async for event in queue.events(place):
            if event.kind == "dispatched":
                order.append(event.id)
            left -= event.kind == "cleaned"
            if not left:
                break
    return "".join(_letter(*asked[id_]) for id_ in order)


def _letter(guild: str, user: str) -> str:
    return user if guild == "one" else guild


def _one_server() -> dict[str, tuple[str, str]]:
    """A member's many links, then ten members with one each."""
    users = "M" * FIRST + "".join(str(number) for number in range(OTHERS))
    return {new_download_id(): ("one", user) for user in users}


def _two_servers() -> dict[str, tuple[str, str]]:
    """A hundred of one server, then ten of another; everyone is somebody else."""
    return {
        new_download_id(): ("A" if number < 100 else "b", str(number))
        for number in range(110)
    }


async def _ordered(root: Path) -> tuple[str, str]:
    with deployed(root) as deployment:
        deployment.start_worker(EMPTY)
        async with deployment.client() as client:
            await client.hosts(1)
            return (
                await _starts(client, _one_server()),
                await _starts(client, _two_servers()),
            )


async def measure(*, quick: bool) -> list[Figure]:
    """Two orders of starts, and how many are served how soon."""
    with folder() as root:
        one, two = await _ordered(root)
    soon = len(set(one[: OTHERS + 1]) - {"M"})
    return [
        Figure(
            name=f"{FIRST} links of M, then one each of 0–9: starts {one[:SHOWN]}…; "
            f"of the ten within the first {OTHERS + 1}",
            value=soon,
            unit="",
            goal=OTHERS,
            better="more",
        ),
        Figure(
            name=f"100 of server A, then 10 of b: starts {two[:SHOWN]}…; "
            "until b's are all started",
            value=two.rindex("b") + 1,
            unit="starts",
            goal=20,
        ),
    ]
