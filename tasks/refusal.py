"""Ends a `celery -A tasks …` command that can't run here, in one sentence.

Celery's signals log every `Exception` with a traceback, and some go on; only what isn't
one gets through them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from bossbot.settings import EXIT_ENVIRONMENT, SettingsError


def refuse(sentence: str) -> NoReturn:
    """End this process.

    Raises:
        SystemExit: Always.
    """
    click.echo(f"Error: {sentence}", err=True)
    raise SystemExit(EXIT_ENVIRONMENT)


@contextmanager
def settings_needed() -> Iterator[None]:
    """End this process if a setting turns out to be missing or wrong."""
    try:
        yield
    except SettingsError as error:
        refuse(str(error))
