"""`bossbot queue show`: one download whole."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import click

from bossbot.cli.exits import Exit
from bossbot.cli.queue.arguments import DownloadId
from bossbot.cli.queue.connection import asked
from bossbot.cli.queue.receipt import Shown, as_receipt
from bossbot.errors import NotPossibleError
from bossbot.messages.shell import explain_in_shell
from bossbot.models import State

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient


@click.command(
    name="show",
    epilog="""\b
Example:
  bossbot queue show abcdefghjkmn
  bossbot queue show --json abcdefghjkmn | jq .record.stages

\b
Exit codes: 0 done, 1 there is no such download, 2 bad usage, 3 no Redis.""",
)
@click.argument("download_id", metavar="ID", type=DownloadId())
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="The record as it stands, with the link in full.",
)
def show_command(download_id: str, *, as_json: bool) -> int:
    """Show one download whole.

    State, times, attempts, files, and who it is for. It stays known for a day longer
    than its files. What stands behind a link's `?` may be a secret, and is left out;
    --json has it.
    """
    shown = asked(lambda queue: _look(queue, download_id))
    if shown is None:
        words = explain_in_shell(NotPossibleError(action="show", reason="unknown"))
        click.echo(f"{download_id}: {words.text}", err=True)
        return Exit.SOME_FAILED
    click.echo(json.dumps(_json(shown)) if as_json else as_receipt(shown))
    return Exit.DONE


async def _look(queue: QueueClient, download_id: str) -> Shown | None:
    record = await queue.record(download_id)
    if record is None:
        return None
    running = record.state is State.RUNNING
    queued = record.state is State.QUEUED
    return Shown(
        id=download_id,
        record=record,
        progress=await queue.progress(download_id) if running else None,
        outlook=await queue.outlook(download_id) if queued else None,
        now=time.time(),
    )


def _json(shown: Shown) -> dict[str, Any]:
    return {
        "id": shown.id,
        "record": shown.record.model_dump(mode="json"),
        "progress": shown.progress.model_dump(mode="json") if shown.progress else None,
        "outlook": shown.outlook.model_dump(mode="json") if shown.outlook else None,
    }
