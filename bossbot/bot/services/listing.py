"""`$dlq`: the server's queue, and one's own place in it."""

from __future__ import annotations

import time

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.messages.listing import Shown, asking, listing_text
from bossbot.models import State


async def dlq(services: Services, caller: Caller) -> Answer:
    """List what has not ended in the caller's server, and in no other.

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
        outlook=await queue.outlook(first) if first else None,
        sites=await queue.sites(),
        intake=await queue.intake(),
        now=time.time(),
        style=wishes.progress_bar_style,
    )
    how = asking(services.settings.command_prefix, slash=caller.message is None)
    return Answer(text=listing_text(shown, how))
