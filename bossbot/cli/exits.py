"""What the commands' exit codes mean."""

from __future__ import annotations

from enum import IntEnum

import click


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    SOME_FAILED = 1
    BAD_USAGE = 2
    ENVIRONMENT = 3
    INTERRUPTED = 130


class EnvironmentTrouble(click.ClickException):
    """Something on this machine or in its settings has to be put right first."""

    exit_code = Exit.ENVIRONMENT
