"""The temporary directory of a private deployment: locked while in use, then gone.

What a killed one left behind is swept by the next: its directory, and the unfinished
copies it had in the directory it delivered to.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bossbot.adapters.disk.transient import TransientDirectory, abandoned
from bossbot.settings import MB, Settings, SettingsError

_PREFIX: Final = "boss-bot-get-"
_NOTE: Final = "delivers.json"
_LEAST_ROOM: Final = 16 * MB
"""A queue that can't write its data down takes no work; the media come on top."""


class Home:
    """Where a private deployment keeps everything it writes.

    Attributes:
        abandoned: The downloads of killed ones; a shared server may still know them.
    """

    def __init__(self, path: Path, abandoned: tuple[str, ...]) -> None:
        self.path = path
        self.abandoned = abandoned
        self.storage = path / "storage"
        self.data = path / "redis"
        self.runtime = path / "run"
        self.scratch = path / "tmp"
        self.scratch.mkdir(mode=0o700)

    def note_delivery(self, directory: Path, ids: Iterable[str]) -> None:
        """Write down where unfinished copies may lie, and how they begin."""
        note = {"directory": str(directory), "ids": list(ids)}
        (self.path / _NOTE).write_text(json.dumps(note))


@contextmanager
def temporary_home(settings: Settings) -> Iterator[Home]:
    """A home beside the configured storage, where there is room for media.

    Raises:
        SettingsError: Nothing can be written there, nor to TMPDIR.
    """
    base = _base(settings)
    left = sweep(base)
    directory = TransientDirectory.make(_PREFIX, base)
    try:
        yield Home(directory.path, left)
    finally:
        directory.remove()


def sweep(base: Path) -> tuple[str, ...]:
    """Remove what killed ones left; whose lock is held is in use.

    Returns:
        The ids of their downloads.
    """
    ids: list[str] = []
    for left in abandoned(_PREFIX, base):
        ids += _sweep_delivery(left.path)
        left.remove()
    return tuple(ids)


def _base(settings: Settings) -> Path:
    beside = settings.storage_root.expanduser().absolute().parent
    usual = Path(tempfile.gettempdir())
    usable = [base for base in (beside, usual) if os.access(base, os.W_OK | os.X_OK)]
    if not usable:
        raise SettingsError(f"TMPDIR: {usual} can't be written to")
    for base in usable:
        if shutil.disk_usage(base).free >= _LEAST_ROOM:
            return base
    least = f"at least {_LEAST_ROOM // MB} MB are needed"
    raise SettingsError(f"TMPDIR: no room is left in {usual}; {least}")


def _sweep_delivery(left: Path) -> tuple[str, ...]:
    """Remove its unfinished copies; the ids of its downloads."""
    ids: tuple[str, ...] = ()
    try:
        note = json.loads((left / _NOTE).read_text())
        ids = tuple(map(str, note["ids"]))
        directory = Path(note["directory"])
        found = [part for part in directory.iterdir() if part.suffix == ".part"]
    except (OSError, ValueError, KeyError, TypeError):
        return ids
    for part in found:
        if part.name.startswith(tuple(f".{name}-" for name in ids)):
            with suppress(OSError):
                part.unlink()
    return ids
