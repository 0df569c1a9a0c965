"""`bossbot queue stop|start|level`: who may put what into the queue."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from bossbot.cli.exits import Exit
from bossbot.cli.queue.arguments import Snowflake
from bossbot.cli.queue.connection import asked
from bossbot.cli.queue.controls import OPERATOR
from bossbot.messages.neutral import clean
from bossbot.messages.units import duration
from bossbot.models import IntakeStop, Level
from bossbot.settings import Settings

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient


def stop_said(stop: IntakeStop) -> str:
    """An intake stop in a line."""
    ago = duration(time.time() - stop.since)
    reason = f": {clean(stop.reason, 300)}" if stop.reason else ""
    return f"Intake was stopped {ago} ago by {clean(stop.by, 40)}{reason}"


@click.command(
    name="stop",
    epilog="""\b
Example:
  bossbot queue stop --reason "moving to another host, back at 18:00 UTC"

\b
Exit codes: 0 done, 2 bad usage, 3 no Redis.""",
)
@click.option(
    "--reason", metavar="TEXT", default="", help="For members to read, in your words."
)
def stop(reason: str) -> int:
    """Take no new downloads in, until `bossbot queue start`.

    What is in the queue goes on. Whoever asks for a download is told, with the reason.
    """

    async def ask(queue: QueueClient) -> IntakeStop | None:
        before = await queue.intake()
        await queue.stop_intake(by=OPERATOR, reason=reason)
        return before

    before = asked(ask)
    if before is None:
        click.echo("Intake is stopped. To take downloads in again: bossbot queue start")
    else:
        click.echo(f"{stop_said(before)}. That stays as it is.")
    return Exit.DONE


@click.command(
    name="start",
    epilog="""\b
Example:
  bossbot queue start

\b
Exit codes: 0 done, 2 bad usage, 3 no Redis.""",
)
def start() -> int:
    """Take downloads in again."""

    async def ask(queue: QueueClient) -> IntakeStop | None:
        before = await queue.intake()
        await queue.start_intake()
        return before

    click.echo("Intake is open again." if asked(ask) else "Intake was open already.")
    return Exit.DONE


@click.command(
    name="level",
    epilog="""\b
Example:
  bossbot queue level 123456789012345678
  bossbot queue level 123456789012345678 premium

\b
Exit codes: 0 done, 2 bad usage, 3 no Redis.""",
)
@click.argument("user", type=Snowflake("user"))
@click.argument(
    "wanted",
    metavar="[normal|premium|admin]",
    required=False,
    type=click.Choice([one.value for one in Level]),
)
def level(user: str, wanted: str | None) -> int:
    """Show a user's level, or grant one.

    It counts for what they ask for from then on. DISCORD_ADMIN_USER_ID is `admin`
    without it.
    """

    async def ask(queue: QueueClient) -> Level:
        if wanted is not None:
            await queue.set_level(user, Level(wanted))
        return await queue.level(user)

    granted = asked(ask)
    owner = user == Settings.load().discord_admin_user_id
    click.echo(f"{user}: {'admin (the owner)' if owner else granted.value}")
    return Exit.DONE
