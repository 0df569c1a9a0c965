"""`bossbot bot`: the Discord bot's process."""

from __future__ import annotations

import click

from bossbot.cli.joining import with_server
from bossbot.settings import Settings


@click.command(
    epilog="""\b
Example:
  DISCORD_TOKEN=... REDIS_URL=redis://localhost bossbot bot

\b
Exit codes:
  0    stopped
  1    broken: start it again
  2    bad usage
  3    something is missing on this machine or in its settings"""
)
def command() -> int:
    """Run the Discord bot alone; workers, beat and Flower run elsewhere.

    Without REDIS_URL it joins the `bossbot up` that runs on the same STORAGE_ROOT.
    """
    from bossbot.bot.run import run_bot
    from bossbot.observability.logs import configure_logging
    from bossbot.observability.reports import configure_reports

    settings = with_server(Settings.load())
    configure_logging(settings, process="bot")
    configure_reports(settings, process="bot")
    return run_bot(settings)
