"""Errors as someone reads them who runs the program in a shell: operator and member."""

from __future__ import annotations

import errno
import os
from typing import Final

from bossbot.errors import BossBotError
from bossbot.messages import accounts
from bossbot.messages.errors import explain
from bossbot.messages.wording import ErrorText
from bossbot.models import ErrorRecord

_DISK_FULL: Final = ErrorText(
    "No space left",
    "💾 There is no room left on the disk.",
    "Make room where the files go (-o DIR) or in the temporary directory (TMPDIR).",
)
_COOKIES: Final = "Try a public post, or an account's cookies (BOSS_BOT_COOKIES_DIR)."
_NEXT_STEPS: Final = {
    "file_too_large": "Try --format smallest or audio, or a larger --limit-mb.",
    "permission_denied": _COOKIES,
    "login_required": _COOKIES,
    "worker_lost": "Try again; --format smallest may help.",
    "unknown": "Try again with --verbose, which shows the worker's log.",
}
"""What is advised otherwise than in Discord."""


def explain_in_shell(error: BossBotError | ErrorRecord) -> ErrorText:
    """The words for an error, without Discord's markup and with options instead."""
    if error.code == "disk_full":
        return _DISK_FULL
    what, _, code = str(error.data.get("reason", "")).partition(" ")
    if error.code == "unknown" and what == "directory":
        return _unusable(code)
    words = explain(error)
    next_step = accounts.next_step(error) or _NEXT_STEPS.get(
        error.code, words.next_step
    )
    return ErrorText(words.title, _plain(words.text), _plain(next_step))


def _unusable(code: str) -> ErrorText:
    """Of the directory that files were to go to; `code` is `EACCES` and the like."""
    number = getattr(errno, code, None)
    why = f": {os.strerror(number)}" if isinstance(number, int) else ""
    text = f"📁 The files can't be written there{why}."
    return ErrorText("Directory not usable", text, "Choose another -o DIR.")


def _plain(text: str) -> str:
    return text.replace("`", "")
