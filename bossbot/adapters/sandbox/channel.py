"""What a job says, read by its supervisor: every byte of it is untrusted."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any, Final

from bossbot.adapters.sandbox.claims import claimed_error, claimed_progress
from bossbot.errors import BossBotError, UnknownError
from bossbot.sandbox.protocol import JobProgress

RESULT_LIMIT: Final = 8 << 20
"""Most bytes of one line; the longest result is a playlist's metadata."""
_DETAIL_LENGTH: Final = 2000
_NONSENSE: Final = (
    AttributeError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""A surrogate, in a pair or alone."""
_log: Final = logging.getLogger(__name__)

type OnProgress = Callable[[JobProgress], None]
type Outcome = tuple[Any] | BossBotError | None
"""A result, an error, or neither."""


async def listen(reader: asyncio.StreamReader, on_progress: OnProgress) -> Outcome:
    """Follow a job to the end of its channel.

    Raises:
        UnknownError: It talks nonsense, or too much.
    """
    outcome: Outcome = None
    while line := await _line(reader):
        heard = _heard(line)
        if isinstance(heard, JobProgress):
            on_progress(heard)
        elif heard is not None:
            outcome = heard
    return outcome


async def _line(reader: asyncio.StreamReader) -> bytes:
    """The next line; nothing at the end, also where it came in the middle of one."""
    try:
        line = await reader.readline()
    except ConnectionResetError:
        return b""
    except ValueError as error:  # longer than the limit
        raise _nonsense(error) from None
    return line if line.endswith(b"\n") else b""


def _heard(line: bytes) -> JobProgress | Outcome:
    try:
        event = _decoded(line)
        match event["event"]:
            case "progress":
                return claimed_progress(event)
            case "result":
                return (event["value"],)
            case "error":
                if event.get("detail"):
                    detail = str(event["detail"])[:_DETAIL_LENGTH]
                    _log.warning("sandbox job failed: %s", detail)
                return claimed_error(event["error"])
            case _:
                return None
    except _NONSENSE as error:
        raise _nonsense(error) from None


def _decoded(line: bytes) -> Any:
    """The line's JSON; half a character, which no record can hold, becomes a `?`.

    Titles are cut anywhere, also in the middle of an emoji.
    """
    text = line.decode(errors="replace")
    value = json.loads(text)
    if not _HALF.search(text):
        return value
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))


def _nonsense(error: Exception) -> UnknownError:
    return UnknownError(reason="job protocol", kind=type(error).__name__)
