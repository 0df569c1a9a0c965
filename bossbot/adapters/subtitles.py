"""The subtitles that a fetch job says it brought, as far as they are some."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bossbot.media.subtitles import LARGEST, are_subtitles
from bossbot.models import Subtitles
from bossbot.models.metadata import SUBTITLES


def subtitles_among(claimed: Any, directory: Path) -> Iterator[Subtitles]:
    """What is good of them; the rest is deleted, and never missed.

    Args:
        claimed: What the job says; nothing of it is believed but the language.
        directory: Where the job wrote its files.
    """
    for entry in claimed[:SUBTITLES] if isinstance(claimed, list) else ():
        path = entry.get("path") if isinstance(entry, Mapping) else None
        if not isinstance(path, str) or not _is_plain(path):
            continue
        size = _size(directory / path)
        if size:
            yield Subtitles(
                path=path,
                language=entry.get("language"),
                size=size,
                automatic=entry.get("automatic") is True,
            )
        elif size is not None:
            (directory / path).unlink()


def _is_plain(path: str) -> bool:
    name = Path(path).name
    return path == name and not name.startswith(".") and name.endswith((".vtt", ".srt"))


def _size(path: Path) -> int | None:
    """Its bytes; 0 if it is a file without subtitles, None if it is none of ours."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            return None
        if found.st_size > LARGEST:
            return 0
        return found.st_size if are_subtitles(path.read_bytes()) else 0
    except (OSError, ValueError):
        return None
