"""The one place where a command's failure becomes an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final

import structlog

from bossbot.bot.answers import Answer
from bossbot.errors import BossBotError
from bossbot.messages.commands import broken, busy
from bossbot.messages.errors import explain
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import new_download_id

log = structlog.get_logger(__name__)

PATIENCE: Final = 8.0
"""Seconds for a command in all; a frozen Redis isn't waited for any longer."""


async def answered(
    working: Awaitable[Answer], *, command: str, support_url: str | None
) -> Answer:
    """What the work answers; whatever fails is an answer, too."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await working
    except Exception as error:  # noqa: BLE001 - whatever it is becomes an answer
        return answer_to(error, command=command, support_url=support_url)


def answer_to(
    error: BaseException, *, command: str, support_url: str | None = None
) -> Answer:
    """What the caller reads; never a trace, a path or a secret.

    An absent ledger is no accident: it comes back. What nobody expected gets a receipt,
    by which it is found in the log and in Sentry.

    Args:
        error: What the gate or the service raised.
        command: For the log.
        support_url: Where people may ask (setting SUPPORT_URL).
    """
    if isinstance(error, LedgerAwayError | TimeoutError):
        log.warning("command failed", command=command, reason=str(error) or "too slow")
        return Answer(text=busy(), private=True, bad_input=True)
    if isinstance(error, BossBotError):
        told = explain(error)
        lines = (f"❌ **{told.title}**", told.text, told.next_step)
        return Answer(text="\n".join(line for line in lines if line), private=True)
    receipt = new_download_id()
    with structlog.contextvars.bound_contextvars(download=receipt):
        log.error("command failed", command=command, exc_info=error)
    return Answer(text=broken(receipt, support_url), private=True)
