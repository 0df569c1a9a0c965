"""`bossbot get`: the main job without Discord, on a worker of its own.

- `order`: what is asked for; `run`, `follow`: carried out and watched.
- `result`: how a link ended; `display`, `bars`, `summary`: shown to people.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import click

from bossbot.cli.exits import EnvironmentTrouble, Exit
from bossbot.cli.get.display import display
from bossbot.cli.get.order import Order, limits_for, read_links
from bossbot.cli.get.result import Emit, Result, exit_code
from bossbot.cli.get.summary import show_summary
from bossbot.models import Format
from bossbot.settings import Settings


@click.command(
    epilog="""\b
Example:
  bossbot get https://www.reddit.com/r/aww/comments/1abc2d/ -o ~/Pictures
  bossbot get --limit-mb 10 --json https://example.com/long.mp4

\b
Exit codes:
  0    all links were downloaded
  1    some failed
  2    bad usage, or no link was one that can be used
  3    something is missing on this machine or in its settings
  130  stopped by Ctrl-C"""
)
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "directory",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where the files go; made if missing.  [default: here]",
)
@click.option(
    "--limit-mb",
    metavar="N",
    type=click.FloatRange(min=0.05, max=100_000),
    help="Fit every file into N MB, converting where needed.  [default: as the site "
    "has it, up to MAX_SOURCE_MB]",
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice([one.value for one in Format]),
    default=Format.BEST.value,
    show_default=True,
    help="What of the media.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One object per link, as it ends."
)
@click.option("-v", "--verbose", is_flag=True, help="The worker's log on stderr.")
def command(
    urls: tuple[str, ...],
    directory: Path,
    limit_mb: float | None,
    wanted: str,
    *,
    as_json: bool,
    verbose: bool,
) -> int:
    """Download media from links, without Discord.

    Brings its own server (unless REDIS_URL is set) and worker, and takes them along
    when it ends. Links that mean the same are downloaded once. Files keep the site's
    name; nothing is ever overwritten.
    """
    settings = Settings.load()
    links, refused = read_links(urls, allow=settings.egress_allow)
    order = Order(
        wanted=tuple(links),
        refused=tuple(refused),
        directory=directory.expanduser().absolute(),
        limits=limits_for(settings, limit_mb),
        format=Format(wanted),
    )
    return _carry_out(order, settings, as_json=as_json, verbose=verbose)


def _carry_out(
    order: Order, settings: Settings, *, as_json: bool, verbose: bool
) -> int:
    results: list[Result] = []

    def emit(result: Result) -> None:
        results.append(result)
        if as_json:
            click.echo(result.to_json())

    for bad in order.refused:
        emit(Result.refused(bad))
    code: Exit | None = None
    if order.wanted:
        _require_writable(order.directory)
        code = _run(order, settings, emit=emit, verbose=verbose)
    if not as_json:
        show_summary(results)
    return exit_code(results) if code is None else code


def _run(order: Order, settings: Settings, *, emit: Emit, verbose: bool) -> Exit | None:
    from bossbot.cli.get.run import Interrupted, run
    from bossbot.local.keeping import EnvironmentProblem

    _set_up_logging(settings, verbose=verbose)

    def output(_: str, line: str) -> None:
        if verbose:
            click.echo(line, err=True)

    try:
        with display() as shown:
            asyncio.run(run(order, settings, display=shown, emit=emit, output=output))
    except Interrupted:
        return Exit.INTERRUPTED
    except EnvironmentProblem as problem:
        raise EnvironmentTrouble(str(problem)) from problem
    except BrokenPipeError:
        raise  # whoever read our output has gone
    except OSError as error:
        raise EnvironmentTrouble(f"{error.strerror}: {error.filename}") from error
    return None


def _require_writable(directory: Path) -> None:
    """Refuse before anything is started what would fail at the end."""
    there = next(path for path in (directory, *directory.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise EnvironmentTrouble(f"{there} can't be written to; choose another -o DIR.")


def _set_up_logging(settings: Settings, *, verbose: bool) -> None:
    """To stderr; silent unless asked: the results say what there is to know."""
    from bossbot.observability.logs import configure_logging

    configure_logging(settings, process="cli")
    if not verbose:
        logging.getLogger().setLevel(logging.CRITICAL)
