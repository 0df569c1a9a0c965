"""`bossbot queue list`: all that waits and runs, and what holds it up."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from bossbot.cli.exits import Exit
from bossbot.cli.queue.arguments import Snowflake
from bossbot.cli.queue.connection import asked
from bossbot.cli.queue.table import as_table
from bossbot.models import Canary, IntakeStop, Listed, Outlook, SiteView, State

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient

_LOOKS: Final = 16
"""Outlooks that are asked for at the same time: each takes a connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """The queue at one moment.

    Attributes:
        outlooks: By the ids of what waits.
        hosts: How many worker hosts live.
        now: Epoch seconds.
    """

    lines: tuple[Listed, ...]
    outlooks: dict[str, Outlook]
    sites: tuple[SiteView, ...]
    intake: IntakeStop | None
    canaries: tuple[Canary, ...]
    hosts: int
    now: float


@click.command(
    name="list",
    epilog="""\b
Example:
  bossbot queue list
  bossbot queue list --guild 123456789012345678
  bossbot queue list --json | jq '.downloads[] | select(.state == "queued") | .id'

\b
Exit codes: 0 done, 2 bad usage, 3 no Redis.""",
)
@click.option(
    "--guild",
    metavar="ID",
    type=Snowflake("Discord server", also=("local",)),
    help="Of this Discord server only; `local` is `bossbot get`.",
)
@click.option("--json", "as_json", is_flag=True, help="One object instead of a table.")
def list_command(guild: str | None, *, as_json: bool) -> int:
    """Show what runs, waits and is put aside, in order.

    Sites that are paused or whose canary fails, a stopped intake and missing workers
    are told below. A download that several requesters share has a line for each.
    """
    queued = asked(lambda queue: _look(queue, guild))
    click.echo(json.dumps(_json(queued)) if as_json else as_table(queued))
    return Exit.DONE


async def _look(queue: QueueClient, guild: str | None) -> Queued:
    from bossbot.adapters.ledger import canaries, live_hosts

    lines = await queue.listing(guild)
    gate = asyncio.Semaphore(_LOOKS)

    async def outlook(download_id: str) -> tuple[str, Outlook]:
        async with gate:
            return download_id, await queue.outlook(download_id)

    waiting = [line.id for line in lines if line.record.state is State.QUEUED]
    return Queued(
        lines=lines,
        outlooks=dict(await asyncio.gather(*map(outlook, waiting))),
        sites=await queue.sites(),
        intake=await queue.intake(),
        canaries=await canaries(queue.client),
        hosts=len(await live_hosts(queue.client)),
        now=time.time(),
    )


def _json(queued: Queued) -> dict[str, Any]:
    intake, sites = queued.intake, queued.sites
    return {
        "downloads": [_line(line, queued) for line in queued.lines],
        "hosts": queued.hosts,
        "sites": [site.model_dump(mode="json") for site in sites],
        "canaries": [one.model_dump(mode="json") for one in queued.canaries],
        "intake_stopped": intake.model_dump(mode="json") if intake else None,
    }


def _line(line: Listed, queued: Queued) -> dict[str, Any]:
    record, progress = line.record, line.progress
    outlook = queued.outlooks.get(line.id)
    return {
        "id": line.id,
        "download": record.id,
        "state": record.state.value,
        "stage": record.stage,
        "position": line.position,
        "wait": outlook.wait if outlook else None,
        "retry_at": record.retry_at,
        "platform": record.request.platform,
        "format": record.request.format.value,
        "priority": record.request.priority.value,
        "progress": progress.model_dump(mode="json") if progress else None,
        "age": round(max(0.0, queued.now - record.asked_under(line.id)), 3),
        "guild": record.request.guild,
        "user": record.request.user,
        "host": record.host or None,
        "attempt": record.attempt,
    }
