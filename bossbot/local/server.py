"""The embedded server of a deployment, started again on the same data when it dies."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from bossbot.adapters.embedded import EmbeddedServer
from bossbot.local.keeping import EnvironmentProblem
from bossbot.settings import SettingsError

log = structlog.get_logger(__name__)

_LOOK_EVERY: Final = 0.25
_MOST_RESTARTS: Final = 5


async def keep_server(server: EmbeddedServer) -> None:
    """Restart a started server whenever it has died, for as long as this runs.

    Restarting blocks the loop: while there is no server, nobody could go on anyway,
    and the kernel ties the server to the thread that starts it.

    Raises:
        EnvironmentProblem: It doesn't come back.
    """
    failures = 0
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        if server.alive():
            continue
        log.error("process died", name="server", restart_in=failures)
        await asyncio.sleep(failures)
        try:
            server.restart()
            failures = 0
        except SettingsError as error:
            failures += 1
            if failures == _MOST_RESTARTS:
                raise EnvironmentProblem(str(error)) from error
