"""The command itself: quick, complete, and the same for every command."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from bossbot.cli import COMMANDS, cli

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_its_exit_codes(name: str) -> None:
    """What a newcomer asks for first."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    said = command.get_help(click.Context(command, info_name=name))
    assert "Example" in said
    assert "xit code" in said


def test_an_unknown_command_is_none() -> None:
    """Nothing is imported by guess."""
    assert cli.get_command(click.Context(cli), "os") is None


@pytest.mark.integration
def test_the_help_imports_no_command() -> None:
    """`bossbot --help` answers before anything heavy is loaded."""
    script = (
        "import sys; from bossbot.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "heavy = {'pydantic', 'redis', 'celery', 'discord'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "explain" in done.stdout
