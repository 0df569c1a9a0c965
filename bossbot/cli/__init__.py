"""The `bossbot` command: one module or package a command, imported when asked for.

- `get`: the main job without Discord. - `up`: everything on one machine.
- `bot`: the bot's process. - `queue`: what waits and runs, and control of it.
- `explain`, `check` (`checks`): look without touching.
- `joining`: which deployment a command is about. - `exits`: what the exit codes mean.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Final, override

import click

from bossbot.cli.exits import Exit
from bossbot.kernel import keep_memory_private

COMMANDS: Final = {
    "get": ("bossbot.cli.get", "Download media from links into a directory."),
    "up": ("bossbot.cli.up", "Run everything on this machine."),
    "bot": ("bossbot.cli.bot", "Run the Discord bot alone."),
    "queue": ("bossbot.cli.queue", "See and control a deployment's downloads."),
    "explain": ("bossbot.cli.explain", "Say what would be done with a link."),
    "check": ("bossbot.cli.check", "Look at the configuration and what it reaches."),
}
"""By name: the module whose `command` it is, and its line in the help. The line stands
here so that `bossbot --help` imports none of them."""


class _Lazily(click.Group):
    """Imports a command's module when that command is run."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    @override
    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"bossbot {version('boss-bot')}")
        ctx.exit()


@click.group(
    cls=_Lazily,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Example:
  bossbot get https://www.reddit.com/r/aww/comments/1abc2d/

\b
Exit codes: 0 done, 1 some failed, 2 bad usage or link, 3 environment.""",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """A link becomes media: fetched, checked, fitted, posted once."""


def main() -> None:
    """Run the command line; what the user can put right is one sentence."""
    keep_memory_private()
    try:
        code = cli(prog_name="bossbot", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:  # Ctrl-C where a command doesn't handle it
        code = Exit.INTERRUPTED
    except _setting_errors() as error:
        click.echo(f"Error: {error}", err=True)
        code = Exit.ENVIRONMENT
    raise SystemExit(code or Exit.DONE)


def _setting_errors() -> type[Exception]:
    """Imported only when there is an error: the help needs no settings."""
    from bossbot.settings import SettingsError

    return SettingsError


__all__ = ["cli", "main"]
