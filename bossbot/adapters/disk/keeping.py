"""A finished download's files, from its temp directory to organised storage.

Every step may be the last one before a crash: names are decided by the record alone,
a moved file is recognised under its new name, and `metadata.json`, written last,
says that all is there. Running it again completes what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from bossbot.adapters.disk.durable import (
    is_regular,
    make_directory,
    move,
    sha256_of,
    write,
)
from bossbot.models import DownloadRecord, MediaFile
from bossbot.storage.document import (
    StoredDownload,
    StoredFile,
    StoredSubtitles,
    stored_download,
    stored_file,
)
from bossbot.storage.kept import kept_files
from bossbot.storage.layout import CONTENT, METADATA
from bossbot.storage.names import stored_name

_LARGEST_DOCUMENT = 4 * 1024 * 1024


def read_document(directory: Path) -> StoredDownload | None:
    """The `metadata.json` of a kept download; None where it is missing or unreadable.

    Raises:
        OSError: The disk failed, which is not the same as there being none.
    """
    path = directory / METADATA
    if not is_regular(path) or path.stat().st_size > _LARGEST_DOCUMENT:
        return None
    try:
        return StoredDownload.model_validate_json(path.read_bytes())
    except ValidationError:
        return None


def keep(
    record: DownloadRecord,
    *,
    temp: Path,
    directory: Path,
    now: Callable[[], float],
) -> Path | None:
    """Move the record's files below `directory` and describe them.

    Returns:
        `directory`, or None if none of the files exists any more.
    """
    content = directory / CONTENT
    if not _left_behind(record, temp) and read_document(directory):
        return directory
    names = _Names(record.created)
    entries: list[StoredFile] = []
    for file in kept_files(record):
        name = names.give(file.name, Path(file.path).suffix)
        picture = f"{Path(file.name).stem} thumbnail"
        thumbnail = names.give(picture, "jpg") if file.thumbnail else None
        if not _bring(temp, file.path, content / name):
            continue
        if file.thumbnail and thumbnail:
            brought = _bring(temp, file.thumbnail, content / thumbnail)
            thumbnail = thumbnail if brought else None
        entries.append(_entry(file, content / name, thumbnail))
    if not entries:
        return None
    subtitles = list(_subtitles(record, names, temp, content))
    document = stored_download(record, entries, subtitles=subtitles, now=now())
    write(directory / METADATA, document.model_dump_json(indent=1).encode())
    return directory


def _subtitles(
    record: DownloadRecord, names: _Names, temp: Path, content: Path
) -> Iterator[StoredSubtitles]:
    """Bring the subtitles; they are named after the first file and their language."""
    first = Path(kept_files(record)[0].name).stem
    for one in record.metadata.subtitles:
        path = Path(one.path)
        name = names.give(f"{first}.{one.language}", path.suffix)
        if _bring(temp, one.path, content / name):
            size = (content / name).stat().st_size
            found = one.model_dump() | {"path": name, "size": size}
            yield StoredSubtitles.model_validate(found)


class _Names:
    """Gives each file of one download its name, the same in every run."""

    def __init__(self, created: float) -> None:
        self._created = created
        self._taken: set[str] = set()

    def give(self, title: str, extension: str) -> str:
        name = stored_name(self._created, title, extension, taken=self._taken)
        self._taken.add(name)
        return name


def _left_behind(record: DownloadRecord, temp: Path) -> bool:
    paths = [file.path for file in kept_files(record)]
    paths += [one.path for one in record.metadata.subtitles]
    return any(_source(temp, path) is not None for path in paths)


def _bring(temp: Path, relative: str, target: Path) -> bool:
    """Move one file if it is still there; whether it stands at `target` now."""
    source = _source(temp, relative)
    if source is not None:
        make_directory(target.parent)
        move(source, target)
        return True
    return is_regular(target)


def _source(temp: Path, relative: str) -> Path | None:
    """The plain file inside the temp directory; what leads elsewhere is no file."""
    path = temp / relative
    if not path.is_relative_to(temp) or ".." in path.parts:
        return None
    if not is_regular(path) or path.resolve() != temp.resolve() / relative:
        return None
    return path


def _entry(file: MediaFile, path: Path, thumbnail: str | None) -> StoredFile:
    size = path.stat().st_size
    known = file.sha256 if file.sha256 and size == file.size else None
    return stored_file(
        file,
        name=path.name,
        size=size,
        sha256=known or sha256_of(path),
        thumbnail=thumbnail,
    )
