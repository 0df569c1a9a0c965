"""Reactions that do what the buttons do.

A refusal is silent: whoever floods a message with reactions gets no answer for each.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Final

import discord
import structlog

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.people import caller_of_reaction
from bossbot.bot.ports import Posts
from bossbot.bot.services import Services
from bossbot.bot.services.controls import act
from bossbot.bot.speaking import FAILURES, NOBODY
from bossbot.bot.status.board import Board
from bossbot.messages.controls import Action
from bossbot.models import DiscordTarget
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import download_ids

log = structlog.get_logger(__name__)

ACTIONS: Final = {
    "⏸": Action.PAUSE,
    "▶": Action.RESUME,
    "⏹": Action.CANCEL,
    "ℹ": Action.DETAILS,
    "🔄": Action.RETRY,
    "🗑": Action.DELETE,
}
"""By the emoji, without the mark that asks for its coloured form."""

SAME: Final = 1.0
"""Seconds for which a message isn't looked up again, nor one's reaction repeated."""
REMEMBERED: Final = 1000

type Downloads = tuple[str, ...]


class Reactions:
    """Turns reactions on the bot's messages into controls.

    Args:
        client: Whose events these are.
        services: What it takes.
        posts: What may be deleted.
        board: Knows the messages of what is under way.
    """

    def __init__(
        self, client: discord.Client, services: Services, posts: Posts, board: Board
    ) -> None:
        self._client = client
        self._services = services
        self._posts = posts
        self._board = board
        self._shown: OrderedDict[str, tuple[float, asyncio.Task[Downloads]]] = (
            OrderedDict()
        )
        self._lately: OrderedDict[tuple[int, int, Action], float] = OrderedDict()

    async def added(self, payload: discord.RawReactionActionEvent) -> None:
        """Act on `on_raw_reaction_add`; most reactions are none of ours."""
        action = self._meant(payload)
        if action is None:
            return
        caller = caller_of_reaction(self._client, payload)
        if caller is None or self._repeated(payload, action):
            return
        message = str(payload.message_id)
        try:
            if downloads := await self._downloads(message):
                await self._act(caller, action, message, downloads)
        except LedgerAwayError as error:
            log.warning("reaction lost", action=str(action), reason=str(error))
        except Exception:
            log.exception("reaction failed", action=str(action))

    def _meant(self, payload: discord.RawReactionActionEvent) -> Action | None:
        """What is wanted of us by somebody else."""
        me = self._client.user
        emoji = payload.emoji
        action = None if emoji.id else ACTIONS.get(emoji.name.rstrip("\ufe0f"))
        if action is None or me is None or payload.user_id == me.id:
            return None
        if payload.message_author_id not in (None, me.id):
            return None
        return None if payload.member is None or payload.member.bot else action

    def _repeated(
        self, payload: discord.RawReactionActionEvent, action: Action
    ) -> bool:
        """Whether the same member did the same just now."""
        key, now = (payload.message_id, payload.user_id, action), time.monotonic()
        before = self._lately.pop(key, None)
        self._lately[key] = now
        if len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)
        return before is not None and now - before < SAME

    async def _downloads(self, message: str) -> Downloads:
        """What a message shows; looked up once for all who react at once."""
        now = time.monotonic()
        known = self._shown.get(message)
        if known is None or now - known[0] >= SAME:
            known = now, asyncio.create_task(self._look_up(message))
            self._shown[message] = known
            self._shown.move_to_end(message)
            if len(self._shown) > REMEMBERED:
                self._shown.popitem(last=False)
        return await asyncio.shield(known[1])

    async def _look_up(self, message: str) -> Downloads:
        for status in self._board.open():
            if status.message == message:
                return tuple(status.downloads)
        download_id = await self._services.queue.download_of(message)
        record = await self._services.queue.record(download_id) if download_id else None
        if record is None or download_id is None:
            return ()
        target = record.request.target
        if record.status_message != message or not isinstance(target, DiscordTarget):
            return (download_id,)  # a post: of this one alone
        command = target.command or target.request_message_id
        return download_ids(command) if command else (download_id,)

    async def _act(
        self, caller: Caller, action: Action, message: str, downloads: Downloads
    ) -> None:
        answer = await act(self._services, self._posts, caller, action, downloads)
        log.info(
            "reaction",
            action=str(action),
            guild=caller.guild,
            user=caller.user,
            done=answer.error is None,
        )
        if action is not Action.DETAILS or answer.error is not None:
            return
        # everybody reads it, and another bot may have heard of it as well
        if await self._services.limiter.first(caller.user, f"details {message}"):
            await self._reply(caller, message, answer)

    async def _reply(self, caller: Caller, message: str, answer: Answer) -> None:
        place = self._client.get_partial_messageable(int(caller.channel))
        reference = discord.MessageReference(
            message_id=int(message),
            channel_id=int(caller.channel),
            fail_if_not_exists=False,
        )
        try:
            await place.send(
                answer.text,
                reference=reference,
                allowed_mentions=NOBODY,
                suppress_embeds=True,
            )
        except FAILURES as reason:
            log.warning("details not sent", message=message, reason=repr(reason))
