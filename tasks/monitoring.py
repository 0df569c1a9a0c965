"""Flower only behind authentication, and only on this machine unless told otherwise.

Flower without options would serve everyone who finds the port: names, arguments, and
buttons that shut workers down. It loads the app's modules after it read its options
and before it listens; that is where it is stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from bossbot.kernel import keep_memory_private
from bossbot.settings import Settings
from tasks.refusal import refuse, settings_needed

_DEFAULT_COLUMNS: Final = "name,uuid,state,received,runtime,worker"
_COLUMNS: Final = "name,args,state,received,runtime,retries,worker,uuid"
"""Flower leaves out the arguments, by which one finds a download."""


def guard_flower(**_: Any) -> None:
    """Let Flower start only with authentication, in front of all it shows.

    Raises:
        SystemExit: Neither `--basic-auth` nor `--auth` (or their variables) is set, or
            not so that it protects.
    """
    context = click.get_current_context(silent=True)
    if context is None or context.info_name != "flower":
        return
    from tornado.options import options

    keep_memory_private()
    _require_authentication(options.basic_auth, options.auth)
    with settings_needed():
        port = Settings.load().port
    if port is not None:
        # A platform gave us the port, and routes the outside world to it.
        options.port = port
    elif not options.address:
        options.address = "127.0.0.1"
    if options.tasks_columns == _DEFAULT_COLUMNS:
        options.tasks_columns = _COLUMNS
    _close_metrics()


def _require_authentication(basic: Sequence[str], oauth: str) -> None:
    if not basic and not oauth:
        refuse(
            "Flower refuses to run without authentication: set "
            "FLOWER_BASIC_AUTH=user:password (or --basic-auth, or an OAuth --auth)."
        )
    for credentials in basic or ():
        user, _, password = credentials.partition(":")
        # An empty one would let in whoever sends none; Flower can't compare others.
        if not user or not password or not credentials.isascii():
            refuse(
                "FLOWER_BASIC_AUTH is not of the form user:password (both of them "
                "ASCII, neither empty)."
            )


def _close_metrics() -> None:
    """Ask for the password there too: it tells workers' names and what they do.

    What Flower 2.2 still shows without it is `/healthcheck` (an "OK"), its login and
    logout pages, "not found" and its own style sheets.
    """
    from flower.views.monitor import Metrics
    from tornado.web import authenticated

    Metrics.get = authenticated(Metrics.get)
