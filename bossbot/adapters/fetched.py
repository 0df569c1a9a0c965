"""What a fetch job says it brought, as far as it is true.

Nothing it says is believed but its words on errors and titles, and these are cut to
length: the files are looked at here, and the guard knows best why a connection failed.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bossbot.adapters.sandbox.claims import claimed_error
from bossbot.adapters.subtitles import subtitles_among
from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    InvalidFileError,
    NetworkError,
    PermissionDeniedError,
    UnknownError,
)
from bossbot.models import MediaFile, Metadata
from bossbot.pipeline.ports import Fetched, FetchRequest
from bossbot.settings import MB

SLACK: Final = MB
"""What a file may be longer than the cap: the guard ends the fetch, not a signal."""
_NAME_LENGTH: Final = 200
_MOST_SKIPPED: Final = 100

_WHAT_A_CUT_LOOKS_LIKE: Final = (NetworkError, PermissionDeniedError)
_WHAT_A_CUT_LEAVES: Final = frozenset({"damaged", "empty"})


def brought(value: Any, request: FetchRequest, verdict: BossBotError | None) -> Fetched:
    """What the job says it brought, as far as it is true.

    Raises:
        BossBotError: There is no usable file.
    """
    try:
        skipped = map(claimed_error, value["skipped"][:_MOST_SKIPPED])
        errors = [explained(error, verdict) for error in skipped]
        files = []
        for entry in value["files"][: request.max_files]:
            try:
                files.append(_media_file(entry, request.directory))
            except BossBotError as error:
                errors.append(error)
        metadata = _metadata(value["metadata"], request.directory)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise UnknownError(reason="result") from error
    if not files:
        raise next(iter(errors), UnknownError(reason="result"))
    total = sum(file.size for file in files)
    if total > request.max_bytes + SLACK:
        raise FileTooLargeError.of(size=total, limit=request.max_bytes)
    return Fetched(files=tuple(files), metadata=metadata, skipped=tuple(errors))


def explained(error: BossBotError, verdict: BossBotError | None) -> BossBotError:
    """The guard's verdict where that may be the cause, else what the job says.

    A page that is gone is told as gone, whatever tracker was refused beside it.
    """
    cut = (
        type(error) is UnknownError
        or isinstance(error, _WHAT_A_CUT_LOOKS_LIKE)
        or (
            isinstance(error, InvalidFileError)
            and error.data.get("reason") in _WHAT_A_CUT_LEAVES
        )
    )
    return verdict if verdict is not None and cut else error


def _metadata(claimed: Mapping[str, Any], directory: Path) -> Metadata:
    subtitles = tuple(subtitles_among(claimed.get("subtitles"), directory))
    return Metadata.model_validate({**claimed, "subtitles": subtitles})


def _media_file(entry: Mapping[str, Any], directory: Path) -> MediaFile:
    path = entry["path"]
    if path != Path(path).name or path.startswith("."):
        raise UnknownError(reason="result")
    try:
        found = (directory / path).lstat()
    except OSError as error:
        raise UnknownError(reason="result") from error
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        raise UnknownError(reason="result")
    if not found.st_size:
        raise InvalidFileError(reason="empty")
    return MediaFile(
        path=path,
        name=str(entry["name"])[:_NAME_LENGTH],
        size=found.st_size,
        source_size=found.st_size,
        description=entry.get("description"),
    )
