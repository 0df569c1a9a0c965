"""The storage root: ours, writable, and with room."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from bossbot.adapters.disk import Disk
from bossbot.adapters.disk.disk import Space
from bossbot.cli.checks.finding import Area, Finding
from bossbot.messages.units import size
from bossbot.settings import Settings, SettingsError

_STORAGE: Final = Area(name="Storage")
_ALERT: Final = 0.8
_FULL: Final = 0.9
"""Shares of the disk in use: an alert, and no new work."""
_ELSEWHERE: Final = (
    "Set BOSS_BOT_STORAGE_ROOT to a directory with room that this user may write to."
)


async def storage(settings: Settings) -> AsyncIterator[Finding]:
    """What the root of this host can take; one that isn't there is not made."""
    root = settings.storage_root.expanduser().absolute()
    if not root.exists():
        yield _absent(root)
        return
    try:
        disk = await asyncio.to_thread(Disk.open, settings.storage_root)
        await asyncio.to_thread(_write, disk)
    except SettingsError as error:
        yield _STORAGE.missing("root", "unusable", str(error))
        return
    except OSError as error:
        yield _STORAGE.missing(
            "root",
            f"{settings.storage_root}: {error.strerror}",
            _ELSEWHERE,
        )
        return
    yield _STORAGE.ok("root", f"{disk.layout.root} is writable")
    yield _STORAGE.ok("disk id", disk.disk_id)
    yield _room(disk.space(), settings.max_source_mb)


def _absent(root: Path) -> Finding:
    parent = next(folder for folder in root.parents if folder.exists())
    if os.access(parent, os.W_OK | os.X_OK):
        return _STORAGE.ok("root", f"{root} will be made")
    return _STORAGE.missing("root", f"{root} can't be made", _ELSEWHERE)


def _write(disk: Disk) -> None:
    with tempfile.TemporaryFile(dir=disk.layout.temps) as file:
        file.write(b"x")
        file.flush()


def _room(space: Space, source_mb: int) -> Finding:
    text = f"{size(space.free)} of {size(space.total)}, {space.used:.0%} in use"
    if space.used >= _FULL or space.free < source_mb * 1024**2:
        return _STORAGE.warning(
            "free", text, "Make room: one download alone may take MAX_SOURCE_MB."
        )
    if space.used >= _ALERT:
        return _STORAGE.warning("free", text, "Make room before it gets full.")
    return _STORAGE.ok("free", text)
