"""`bossbot up`: everything on this machine, with one command."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import click

from bossbot.cli.exits import EnvironmentTrouble, Exit
from bossbot.local.flower import FlowerPlace, place_flower
from bossbot.settings import Settings, SettingsError


@click.command(
    epilog="""\b
Example:
  DISCORD_TOKEN=... bossbot up
  bossbot up --no-bot

\b
Exit codes:
  0    stopped
  2    bad usage
  3    something is missing on this machine or in its settings"""
)
@click.option("--no-bot", is_flag=True, help="Without the Discord bot.")
def command(*, no_bot: bool) -> int:
    """Run bot, worker, beat and Flower here, until Ctrl-C.

    Without REDIS_URL a server comes along; its data lies in STORAGE_ROOT. What dies is
    started again.
    """
    from bossbot.local.keeping import EnvironmentProblem

    settings = Settings.load()
    if not no_bot:
        _require_token(settings)
    try:
        asyncio.run(_run(settings, with_bot=not no_bot))
    except EnvironmentProblem as problem:
        raise EnvironmentTrouble(str(problem).removeprefix("Error: ")) from problem
    return Exit.DONE


def _require_token(settings: Settings) -> None:
    try:
        settings.require_discord_token()
    except SettingsError as error:
        raise EnvironmentTrouble(
            f"{error} To run without the bot: `bossbot up --no-bot`."
        ) from None


async def _run(settings: Settings, *, with_bot: bool) -> None:
    from bossbot.adapters.disk import Disk
    from bossbot.local.shared import require_answer
    from bossbot.local.signals import stop_signals
    from bossbot.local.whole import all_programs, embedded_server, run_whole
    from bossbot.observability.logs import configure_logging

    configure_logging(settings, process="up")
    with stop_signals() as stop:
        require_answer(settings)
        Disk.open(settings.storage_root)  # refuses what it can't use
        flower = place_flower(settings)
        server = embedded_server(settings)
        changes: dict[str, object] = {}
        if server is not None:
            server.start()
            changes["redis_url"] = server.url
        if settings.log_format == "auto" and sys.stderr.isatty():
            changes["log_format"] = "console"
        wanted = all_programs(settings, flower, with_bot=with_bot, **changes)
        _say_where(settings, flower, server.url if server else None, with_bot=with_bot)
        await run_whole(server, wanted, output=_write, stop=stop)


def _say_where(
    settings: Settings, flower: FlowerPlace, embedded: str | None, *, with_bot: bool
) -> None:
    redis = f"embedded, REDIS_URL={embedded}" if embedded else "the one of REDIS_URL"
    login = "as FLOWER_* says"
    if flower.login:
        login = "user {}, password {}".format(*flower.login)
    lines = {
        "storage": str(settings.storage_root.expanduser().absolute()),
        "redis": redis,
        "worker": f"{settings.worker_slots} slots",
        "beat": "cleanups and recovery",
        "flower": f"{flower.url} ({login})",
        "bot": "on its way to Discord" if with_bot else "left out (--no-bot)",
    }
    click.echo("Boss-Bot is starting; Ctrl-C stops it.")
    for name, text in lines.items():
        click.echo(f"  {name:<8} {text}")
    sys.stdout.flush()


def _write(name: str, line: str) -> None:
    """A line of a process: structured ones say themselves whose they are."""
    with suppress(OSError):
        click.echo(line if line.startswith("{") else f"{name:<6} | {line}", err=True)
