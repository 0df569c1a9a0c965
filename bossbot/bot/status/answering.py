"""A slash command's answer is its status message."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable

from bossbot.bot.status.board import Board
from bossbot.bot.status.content import Content
from bossbot.bot.status.editor import Urgency


async def answer(
    board: Board,
    *,
    channel: str,
    command: str,
    downloads: Iterable[str],
    send: Callable[[Content], Awaitable[str | None]],
) -> None:
    """Answer an interaction with what it took; `Board.reserve` was called before.

    Args:
        board: Goes on with the message.
        channel: Where it stands.
        command: The id of the interaction.
        downloads: What was taken.
        send: Answers, and gives the message's id; None where that failed: the message
            is sent to the channel then.
    """
    status = board.add(channel, command, downloads)
    try:
        content = await board.preview(status)
        status.message = await send(content)
    finally:
        board.release(channel, command)
    if status.message is not None:
        status.content, status.changed = content, time.monotonic()
    await board.refresh(status, Urgency.STAGE)
