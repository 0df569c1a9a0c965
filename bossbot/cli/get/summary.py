"""The table at the end, on stdout: in a terminal with lines, piped with tabs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bossbot.cli.get.result import Result
from bossbot.messages.neutral import clean
from bossbot.messages.units import duration, size

type Row = tuple[str, str, str, str]


def show_summary(results: Sequence[Result]) -> None:
    """One row per file, per file left out, and per link without any."""
    rows = [row for result in results for row in _rows(result)]
    if sys.stdout.isatty():
        _draw(rows)
    else:
        for row in rows:
            click.echo("\t".join(row))


def _rows(result: Result) -> Iterator[Row]:
    url = clean(result.url, 200)
    if result.error is not None:
        message = clean(result.error.message, 400)
        yield (result.status, result.error.code, url, message)
    took = duration(sum(result.stages.values()))
    for file in result.files:
        yield (result.status, size(file.size), took, clean(_shown(file.path), 4096))
    for problem in result.left_out:
        yield ("left out", problem.code, url, clean(problem.message, 400))


def _shown(path: str) -> str:
    """Relative where that is shorter to read."""
    here = Path.cwd()
    return (
        str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path
    )


def _draw(rows: Sequence[Row]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for _ in range(4):
        table.add_column(overflow="fold")  # a link or path that is cut is none
    styles = {
        "completed": "green",
        "failed": "red",
        "cancelled": "yellow",
        "left out": "yellow",
    }
    for status, *rest in rows:
        table.add_row(Text(status, styles[status]), *map(Text, rest))
    Console().print(table)
