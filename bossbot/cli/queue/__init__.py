"""`bossbot queue`: the downloads of a deployment, for its operator.

- `listing`, `table`: all that waits and runs.
- `show`, `receipt`: one download; `about`: what the site said of it; `course`: how it
  went.
- `controls`: cancel, pause, resume, retry, clear.
- `intake`: stop and start taking downloads in; the levels of users.
- `connection`: the deployment's queue; `arguments`: ids as people type them.
"""

from __future__ import annotations

from typing import override

import click

from bossbot.cli.queue.controls import cancel, clear, pause, resume, retry
from bossbot.cli.queue.intake import level, start, stop
from bossbot.cli.queue.listing import list_command
from bossbot.cli.queue.show import show_command


class _InOrder(click.Group):
    """Lists its commands in the order of their use."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrder,
    epilog="""\b
Example:
  bossbot queue list
  bossbot queue cancel abcdefghjkmn pqrstuvwxyz2
  bossbot queue stop --reason "back at 18:00 UTC"

\b
Exit codes:
  0    done
  1    something was not possible; said on stderr, for each download
  2    bad usage
  3    no Redis, or a setting is wrong""",
)
def command() -> None:
    """See and control the downloads of a deployment.

    REDIS_URL says of which; without it, of the `bossbot up` that runs on the same
    STORAGE_ROOT. A download's id stands under errors in Discord, in the log and in
    Flower.
    """


for _one in (
    list_command,
    show_command,
    *(cancel, pause, resume, retry, clear),
    *(stop, start, level),
):
    command.add_command(_one)
