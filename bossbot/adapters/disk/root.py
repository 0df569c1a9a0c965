"""The storage root: made, proved to be ours, and given the id of its disk."""

from __future__ import annotations

import fcntl
import os
import uuid
from pathlib import Path

from bossbot.adapters.disk.durable import is_regular, make_directory, write
from bossbot.settings import SettingsError
from bossbot.storage.layout import Layout


def prepare(layout: Layout) -> str:
    """Make what a root needs; return the disk's id. Safe with any number at once.

    The id lives as long as the files do: downloads go on where theirs lie. What the
    machine calls itself is shared by its containers, or given to another one later.

    Raises:
        SettingsError: STORAGE_ROOT can't be used; the text says why.
    """
    try:
        make_directory(layout.root)
        _refuse_foreign(layout.root)
        make_directory(layout.locks)
        disk_id = _disk_id(layout)
        make_directory(layout.temps)
        make_directory(layout.downloads)
    except OSError as error:
        raise SettingsError(
            f"STORAGE_ROOT: {layout.root} can't be used ({error.strerror}); choose a "
            "directory that this user may write to."
        ) from error
    return disk_id


def _refuse_foreign(root: Path) -> None:
    owner, me = root.stat().st_uid, os.geteuid()
    # In a shared /tmp somebody else may have made it first, to read what we store.
    if owner not in (me, 0):
        raise SettingsError(
            f"STORAGE_ROOT: {root} belongs to another user; choose a directory of "
            "your own."
        )


def _disk_id(layout: Layout) -> str:
    lock = os.open(layout.lock("disk-id"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _read(layout.disk_id)
        if found is None:
            _refuse_strangers_files(layout)
            found = str(uuid.uuid4())
            write(layout.disk_id, found.encode())
        return found
    finally:
        os.close(lock)


def _read(path: Path) -> str | None:
    if not is_regular(path):
        return None
    try:
        return str(uuid.UUID(path.read_bytes()[:64].decode("ascii").strip()))
    except ValueError:
        return None


def _refuse_strangers_files(layout: Layout) -> None:
    """A root without an id is new: the cleanups must not eat what was there before."""
    if layout.disk_id.exists():
        return
    for directory in (layout.temps, layout.downloads):
        if directory.is_dir() and any(directory.iterdir()):
            raise SettingsError(
                f"STORAGE_ROOT: {directory} holds files that Boss-Bot didn't put "
                "there; choose an empty directory."
            )
