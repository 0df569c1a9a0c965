"""What members, moderators and operators do to downloads; each is safe to repeat."""

from __future__ import annotations

import json
from typing import Final

from bossbot.adapters.ledger.dispatching import Sending
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.adapters.ledger.uploads import UploadLimits
from bossbot.adapters.ledger.window import Window
from bossbot.errors import CancelledError, NotPossibleError, QueueFullError
from bossbot.media.upload_limits import refused_above
from bossbot.models import (
    Change,
    DiscordTarget,
    DownloadRecord,
    IntakeStop,
    Level,
    State,
)
from bossbot.queue.timing import PAUSED_KEPT, RESUMABLE
from bossbot.storage.kept import place_of

_LONGEST: Final = int(PAUSED_KEPT * 1000)
"""Milliseconds; nothing under way lasts longer than what is paused."""
MOST_AGAIN: Final = 10
"""Retries of one download by its requester."""
_DONE: Final = frozenset({"left", "cancelled", "paused", "resumed", "again"})


class Controls:
    """Changes what is under way.

    Every method raises `LedgerAwayError` without Redis, and `NotPossibleError` where
    the download is not in a state for it. What it is in already is no error.

    Args:
        scripts: The ledger's.
        max_waiting: How many may wait in one server (setting MAX_QUEUE_SIZE).
    """

    def __init__(self, scripts: Scripts, *, max_waiting: int) -> None:
        self._scripts = scripts
        self._max_waiting = max_waiting
        self._uploads = UploadLimits(scripts)

    async def cancel(self, download_id: str, *, by: str) -> Sending | None:
        """End what was asked for under this id; others who share it still get it.

        Returns:
            The cleanup to send, where there is one.
        """
        error = json.dumps(CancelledError(by=by).to_dict())
        answer = await self._scripts("cancel", id=download_id, error=error)
        if answer == "ended":
            return None
        return _sending("cancel", answer)

    async def pause(self, download_id: str) -> None:
        """Put a download aside; its slot is free, its partial files stay."""
        _sending("pause", await self._scripts("pause", id=download_id))

    async def resume(self, download_id: str) -> None:
        """Queue a paused download again, at the age it has."""
        _sending("resume", await self._scripts("resume", id=download_id))

    async def retry(self, download_id: str, *, change: Change | None = None) -> None:
        """Try a failed download again, from its last good stage.

        Args:
            download_id: Under which it was asked for.
            change: What to make of it instead, where it was too large; what was made
                of it last is what a plain retry makes again.

        Raises:
            NotPossibleError: `not_too_large`: no change was called for; `under_way`:
                it is tried with another one; `running`: others still wait for it;
                `worn_out`: `MOST_AGAIN` times are enough.
            QueueFullError: So many wait in this server already.
        """
        record = await Window(self._scripts.client).record(download_id)
        answer = await self._scripts(
            "again",
            id=download_id,
            change=change or "",
            request=await self._lowered(record) if record else "",
            again=place_of(record).key if record else "",
            resumable=int(RESUMABLE * 1000),
            max_waiting=self._max_waiting,
            most_again=MOST_AGAIN,
            longest=_LONGEST,
        )
        _sending("retry", answer)

    async def _lowered(self, record: DownloadRecord) -> str:
        """The request with what Discord was found to take; empty where that is more."""
        request, target = record.request, record.request.target
        if not isinstance(target, DiscordTarget) or record.state is not State.FAILED:
            return ""
        refused = refused_above(record.error) if record.error else None
        guild = target.guild_id
        learned = await self._uploads.learned(guild) if guild else None
        most = min(refused or target.upload_limit, learned or target.upload_limit)
        if most >= target.upload_limit:
            return ""
        lower = target.model_copy(update={"upload_limit": most})
        changed = request.model_copy(update={"target": lower})
        return changed.model_dump_json(exclude_none=True)

    async def clear(
        self, guild: str, *, by: str
    ) -> tuple[tuple[str, ...], tuple[Sending, ...]]:
        """End all that waits in a server.

        Returns:
            The ids that ended, and the cleanups to send.
        """
        error = json.dumps(CancelledError(by=by).to_dict())
        ids: list[str] = []
        sendings: list[Sending] = []
        while True:
            gone, sent = await self._scripts("clear", guild=guild, error=error)
            found = json.loads(gone)
            if not found:
                return tuple(ids), tuple(sendings)
            ids += found
            sendings += [Sending.parse(value) for value in json.loads(sent)]

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        """Remember which message shows this download, across restarts of the bot.

        The message stands for the download until the record may be gone.
        """
        await self._scripts(
            "status", id=download_id, message=message_id, longest=_LONGEST
        )

    async def set_bookmark(self, stream_id: str) -> None:
        """Remember how far the bot has read the stream of events."""
        with ledger_errors():
            await self._scripts.client.set(f"{PREFIX}bookmark", stream_id)

    async def stop_intake(self, *, by: str, reason: str) -> None:
        """Take nothing in from now on; what was taken goes on."""
        client = self._scripts.client
        with ledger_errors():
            seconds, _ = await client.time()
            stop = IntakeStop(by=by, reason=reason, since=seconds)
            await client.set(f"{PREFIX}intake", stop.model_dump_json(), nx=True)

    async def start_intake(self) -> None:
        """Take downloads in again."""
        with ledger_errors():
            await self._scripts.client.delete(f"{PREFIX}intake")

    async def set_level(self, user: str, level: Level) -> None:
        """Grant a user a level; the normal one is not written down."""
        client = self._scripts.client
        with ledger_errors():
            if level is Level.NORMAL:
                await client.hdel(f"{PREFIX}levels", user)
            else:
                await client.hset(f"{PREFIX}levels", user, level.value)


def _sending(action: str, answer: str) -> Sending | None:
    """What a control's answer asks for.

    Raises:
        NotPossibleError: It was refused.
        QueueFullError: For want of room.
    """
    if answer in _DONE:
        return None
    if not answer.startswith("{"):
        raise NotPossibleError(action=action, reason=answer)
    told = json.loads(answer)
    if "full" in told:
        raise QueueFullError(waiting=told["full"])
    return Sending.parse(told)
