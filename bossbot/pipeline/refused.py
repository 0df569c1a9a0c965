"""Why files were deleted, kept beside them: a stage that is killed says it once more.

A bad file goes at once, before the verdict is in the ledger. Whoever runs the stage
again finds no file, and here the reason.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError

_NOTE: Final = "refused.json"
_VERDICTS: Final = (FileTooLargeError, InvalidFileError)


def note(directory: Path, relative: str, error: BossBotError) -> None:
    """Write down why a file of the download is about to be deleted.

    A full disk must not save the file: then the reason may be lost.
    """
    draft = directory / f"{_NOTE}.tmp"
    with suppress(OSError):
        draft.write_text(json.dumps({**_notes(directory), relative: error.to_dict()}))
        draft.replace(directory / _NOTE)


def earlier(directory: Path, relative: str) -> BossBotError | None:
    """Why a file that is gone was deleted; None where it was not."""
    if (directory / relative).exists():
        return None
    try:
        error = BossBotError.from_dict(_notes(directory)[relative])
    except (KeyError, TypeError, AttributeError):
        return None
    return error if isinstance(error, _VERDICTS) else None


def _notes(directory: Path) -> dict[str, Any]:
    try:
        found = json.loads((directory / _NOTE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
