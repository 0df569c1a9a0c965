"""How the server's process is started: its options, its tether, its empty world."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Final

from bossbot.adapters.embedded import tether

LOG: Final = "server.log"
_LARGEST_LOG: Final = 1024 * 1024

_OPTIONS: Final = {
    "port": "0",  # the socket is the only way in
    "unixsocketperm": "700",
    "dir": ".",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
    "logfile": LOG,
}


def launch(
    program: Path, *, data_dir: Path, socket: Path, held: Collection[int]
) -> subprocess.Popen[bytes]:
    """Start the server, tied to this process, in a session of its own.

    Args:
        program: The server program.
        data_dir: Its working directory.
        socket: Where it listens.
        held: Locks that it holds together with us, so they last as long as it does.
    """
    _rotate(data_dir / LOG)
    command = [str(program)]
    for name, value in {**_OPTIONS, "unixsocket": str(socket)}.items():
        command += [f"--{name}", value]
    line, by_pipe = tether.tied(command, signal.SIGTERM)
    return subprocess.Popen(
        line,
        cwd=data_dir,
        env={"PATH": os.defpath, "LC_ALL": "C"},  # none of our secrets
        stdin=subprocess.PIPE if by_pipe else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=tuple(held),
        start_new_session=True,
    )


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def last_words(data_dir: Path) -> str:
    """What the server logged last, to say why it ended."""
    try:
        lines = (data_dir / LOG).read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else "it wrote no log"
