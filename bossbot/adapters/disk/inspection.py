"""How directories look, whoever filled them: bounded, and no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from bossbot.adapters.disk.durable import is_regular, sha256_of
from bossbot.pipeline.housekeeping.ports import Integrity
from bossbot.storage.document import StoredDownload
from bossbot.storage.layout import CONTENT, METADATA

_MOST_ENTRIES: Final = 1000
"""Looked at per directory for its age; a hostile one may hold millions."""


def subdirectories(path: Path) -> list[str]:
    """The names of real directories, sorted; nothing for a path that isn't one."""
    try:
        with os.scandir(path) as entries:
            return sorted(e.name for e in entries if e.is_dir(follow_symlinks=False))
    except (FileNotFoundError, NotADirectoryError):
        return []


def last_change(path: Path) -> float:
    """When the directory, or something directly in it, last changed.

    The later of mtime and ctime: the first can be set to anything.
    """
    facts = path.lstat()
    newest = max(facts.st_mtime, facts.st_ctime)
    if not stat.S_ISDIR(facts.st_mode):
        return newest
    try:
        with os.scandir(path) as entries:
            for entry in islice(entries, _MOST_ENTRIES):
                inner = entry.stat(follow_symlinks=False)
                newest = max(newest, inner.st_mtime, inner.st_ctime)
    except (PermissionError, FileNotFoundError):
        pass
    return newest


def inspect(directory: Path, document: StoredDownload | None) -> Integrity:
    """Compare a kept download with its document; reads every listed file."""
    content = directory / CONTENT
    if content.is_symlink():  # its entries are not ours to judge, nor to delete
        return Integrity(foreign=True, changed=last_change(directory))
    present, missing, corrupt = [], [], []
    for file in document.files if document else ():
        path = content / file.name
        if not is_regular(path):
            missing.append(file.name)
            continue
        present.append(file.name)
        if path.lstat().st_size != file.size or sha256_of(path) != file.sha256:
            corrupt.append(file.name)
    listed = document.names() if document else set()
    return Integrity(
        present=tuple(present),
        missing=tuple(missing),
        corrupt=tuple(corrupt),
        strays=tuple(sorted(_names(content) - listed)),
        foreign=any(_not_ours(name) for name in _names(directory)),
        changed=max(_changes(directory, content)),
    )


def _changes(directory: Path, content: Path) -> Iterator[float]:
    yield last_change(directory)
    if content.is_dir():
        yield last_change(content)


def _names(path: Path) -> set[str]:
    try:
        with os.scandir(path) as entries:
            return {entry.name for entry in entries}
    except (FileNotFoundError, NotADirectoryError):
        return set()


def _not_ours(name: str) -> bool:
    draft = name.startswith(f".{METADATA}.") and name.endswith(".tmp")
    return name not in (CONTENT, METADATA) and not draft
