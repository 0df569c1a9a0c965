"""`$dlq`: the server's queue, and one's own place in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.messages.listing import Shown, asking, listing_text
from bossbot.models import DiscordTarget, DownloadRecord, State


async def dlq(
    services: Services, caller: Caller, knows: Callable[[str], bool]
) -> Answer:
    """List what has not ended in the caller's server, and in no other.

    Everybody in the channel reads the answer: what things are called that were asked
    for where not all of them may read, or are for adults, isn't told.

    Args:
        services: What it takes.
        caller: Who was admitted.
        knows: Whether the readers of this channel may know of another, by its id.

    Raises:
        LedgerAwayError: Redis did not answer.
    """
    queue = services.queue
    wishes = await services.preferences.user(caller.user)
    lines = await queue.listing(caller.in_guild)
    own = (
        line.id
        for line in lines
        if line.record.state is State.QUEUED and line.record.request.user == caller.user
    )
    first = next(own, None)
    shown = Shown(
        lines=lines,
        untold={one.id for one in lines if not _told(one.record, caller, knows)},
        outlook=await queue.outlook(first) if first else None,
        sites=await queue.sites(),
        intake=await queue.intake(),
        now=time.time(),
        style=wishes.progress_bar_style,
    )
    how = asking(services.settings.command_prefix, slash=caller.message is None)
    return Answer(text=listing_text(shown, how))


def _told(record: DownloadRecord, caller: Caller, knows: Callable[[str], bool]) -> bool:
    """Whether it may be said what this is."""
    if record.metadata.age_restricted and not caller.age_restricted:
        return False
    target = record.request.target
    return not isinstance(target, DiscordTarget) or knows(target.channel_id)
