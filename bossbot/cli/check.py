"""`bossbot check`: what is configured, reachable and missing, with the fix for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

import click

from bossbot.cli.checks import report
from bossbot.cli.checks.accounts import accounts
from bossbot.cli.checks.canaries import canary_links
from bossbot.cli.checks.configuration import Setting, configuration
from bossbot.cli.checks.discord import discord_side
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.own_worker import own_worker
from bossbot.cli.checks.passage import passage
from bossbot.cli.checks.programs import programs
from bossbot.cli.checks.server import server
from bossbot.cli.checks.storage import storage
from bossbot.cli.checks.web import web
from bossbot.cli.exits import Exit
from bossbot.settings import Settings, SettingsError

type Check = Callable[[Settings], AsyncIterator[Finding]]
CHECKS: Final[tuple[Check, ...]] = (
    programs,
    server,
    canary_links,
    storage,
    discord_side,
    passage,
    accounts,
    web,
)


async def look(settings: Settings, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """What every check finds, in their order; they look at the same time."""
    return [
        finding
        for found in await asyncio.gather(*(_all(check(settings)) for check in checks))
        for finding in found
    ]


async def _all(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


@click.command(
    epilog="""\b
Example:
  bossbot check
  bossbot check --json | jq .ok
  bossbot check --worker

\b
Exit codes:
  0    nothing is missing; there may be things to note
  2    bad usage
  3    something is missing that the bot or a worker needs"""
)
@click.option("--json", "as_json", is_flag=True, help="One object instead of tables.")
@click.option(
    "--worker",
    is_flag=True,
    help="Only whether the worker of this storage root lives: for health checks.",
)
def command(*, as_json: bool, worker: bool) -> None:
    """Show what is configured, reachable and missing, with the fix for each.

    Secrets are masked. Discord and Redis are asked; nothing is changed.
    """
    effective: list[Setting] = []
    try:
        settings = Settings.load()
        if worker:
            findings = asyncio.run(look(settings, [own_worker]))
        else:
            effective = list(configuration(settings))
            findings = asyncio.run(look(settings))
    except SettingsError as error:
        findings = [_wrong(error)]
    if as_json:
        click.echo(report.as_json(effective, findings))
    else:
        click.echo(report.as_text(effective, findings))
    missing = any(finding.status == "missing" for finding in findings)
    raise SystemExit(Exit.ENVIRONMENT if missing else Exit.DONE)


def _wrong(error: SettingsError) -> Finding:
    """Without settings there is nothing else to look at."""
    return Area(name="Settings").missing(
        "variables", str(error), "Correct them in the environment or in `.env`."
    )
