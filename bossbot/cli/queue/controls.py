"""`bossbot queue cancel|pause|resume|retry|clear`: each is safe to repeat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

from bossbot.cli.exits import Exit
from bossbot.cli.queue.arguments import DownloadId, Snowflake
from bossbot.cli.queue.connection import asked
from bossbot.errors import BossBotError, NotPossibleError
from bossbot.messages.shell import explain_in_shell
from bossbot.models import State

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient

OPERATOR: Final = "operator"
"""Who it is in records and logs that acts from the command line."""

type Control = Callable[[QueueClient, str], Awaitable[object]]

_ids = click.argument(
    "ids", metavar="ID...", nargs=-1, required=True, type=DownloadId()
)


def _epilog(name: str) -> str:
    return f"""\b
Example:
  bossbot queue {name} abcdefghjkmn
  bossbot queue {name} abcdefghjkmn pqrstuvwxyz2

\b
Exit codes: 0 done, 1 some failed, 2 bad usage, 3 no Redis."""


@click.command(name="cancel", epilog=_epilog("cancel"))
@_ids
def cancel(ids: tuple[str, ...]) -> int:
    """End downloads, wherever they stand.

    Where several requesters share one, the others still get it: each has an id of its
    own.
    """
    return _each(ids, _cancel, "cancelled")


@click.command(name="pause", epilog=_epilog("pause"))
@_ids
def pause(ids: tuple[str, ...]) -> int:
    """Put downloads aside that wait or fetch.

    Each keeps its place in age and what was fetched of it, and frees its slot.
    """
    return _each(ids, lambda queue, one: queue.pause(one, by=OPERATOR), "paused")


@click.command(name="resume", epilog=_epilog("resume"))
@_ids
def resume(ids: tuple[str, ...]) -> int:
    """Put paused downloads back into the queue, at the age they have."""
    return _each(ids, lambda queue, one: queue.resume(one, by=OPERATOR), "resumed")


@click.command(name="retry", epilog=_epilog("retry"))
@_ids
def retry(ids: tuple[str, ...]) -> int:
    """Try failed downloads again.

    From the last good stage where its files are still there, else from the start.
    """
    return _each(ids, lambda queue, one: queue.retry(one, by=OPERATOR), "queued again")


@click.command(
    name="clear",
    epilog="""\b
Example:
  bossbot queue clear 123456789012345678

\b
Exit codes: 0 done, 2 bad usage, 3 no Redis.""",
)
@click.argument("guild", type=Snowflake("Discord server"))
def clear(guild: str) -> int:
    """Cancel all that waits in a Discord server.

    What runs goes on.
    """
    ids = asked(lambda queue: queue.clear(guild, by=OPERATOR))
    for one in ids:
        click.echo(f"{one}: cancelled")
    click.echo(f"{len(ids)} cancelled." if ids else "Nothing waits there.")
    return Exit.DONE


async def _cancel(queue: QueueClient, download_id: str) -> None:
    await queue.cancel(download_id, by=OPERATOR)
    record = await queue.record(download_id)
    if record is not None and record.state in {State.COMPLETED, State.FAILED}:
        raise NotPossibleError(action="cancel", reason="ended")


def _each(ids: Sequence[str], control: Control, done: str) -> int:
    """Do it to each, and say how it went; the failures on stderr."""

    async def all_of_them(queue: QueueClient) -> list[BossBotError]:
        failures = []
        for one in dict.fromkeys(ids):
            try:
                await control(queue, one)
            except BossBotError as error:
                words = explain_in_shell(error)
                message = f"{one}: {words.text} {words.next_step}".rstrip()
                click.echo(message, err=True)
                failures.append(error)
            else:
                click.echo(f"{one}: {done}")
        return failures

    return Exit.SOME_FAILED if asked(all_of_them) else Exit.DONE
