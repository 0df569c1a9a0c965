"""The short private directory where a server's socket stands.

Storage roots can lie deep, and a socket's path may not be long; so the socket gets a
directory of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bossbot.adapters.disk.durable import make_directory
from bossbot.adapters.disk.locks import try_directory
from bossbot.adapters.disk.transient import TransientDirectory, fits, for_socket
from bossbot.settings import SettingsError

SOCKET: Final = "redis.sock"


def runtime_directory(wanted: Path | None) -> TransientDirectory:
    """A directory for a socket; it goes with whoever asked for it.

    Args:
        wanted: Made for this alone; used if a socket's path below it is short enough.
    """
    if wanted is None or not fits(wanted / SOCKET):
        return for_socket(SOCKET)
    make_directory(wanted)
    held = try_directory(wanted)
    if held is None:
        raise SettingsError(f"{wanted} is in use by another server")
    return TransientDirectory(wanted, held)
