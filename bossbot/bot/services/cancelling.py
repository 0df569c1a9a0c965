"""`dlc` and `dlclear`: cancelling by word instead of by button."""

from __future__ import annotations

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import without_right
from bossbot.bot.services import Services
from bossbot.bot.services.controls import carry_out
from bossbot.messages.catalogue import DLCLEAR
from bossbot.messages.controls import NONE_OF_YOURS, Action, cleared
from bossbot.messages.neutral import clean
from bossbot.messages.status import stage_name
from bossbot.messages.view import View
from bossbot.models import Listed, Permission


async def dlc(services: Services, caller: Caller, download_id: str | None) -> Answer:
    """Cancel a download: one's own, or as a moderator any of the server.

    Args:
        services: What it takes.
        caller: Who was admitted.
        download_id: Which; None for the caller's newest that isn't over, here.
    """
    named = download_id or await newest_of(services, caller)
    if named is None:
        return Answer(text=NONE_OF_YOURS, private=True)
    return await carry_out(services, None, caller, Action.CANCEL, [named])


async def dlclear(services: Services, caller: Caller) -> Answer:
    """Empty the server's waiting queue; that is for no channel's moderator alone."""
    if not caller.manages_all:
        return await without_right(services, caller, DLCLEAR, Permission.MANAGE_QUEUE)
    gone = await services.queue.clear(caller.in_guild, by=caller.user)
    return Answer(text=cleared(len(gone)))


async def newest_of(services: Services, caller: Caller) -> str | None:
    """The id of what the caller asked for last in this server, of what isn't over."""
    mine = await _mine(services, caller)
    return mine[0].id if mine else None


async def cancellable(
    services: Services, caller: Caller
) -> tuple[tuple[str, str], ...]:
    """What the caller may be offered to cancel, newest first: ids, and what to say.

    Args:
        services: What it takes.
        caller: Who asks; need not have been admitted.
    """
    return tuple((one.id, _said(one)) for one in await _mine(services, caller))


async def _mine(services: Services, caller: Caller) -> list[Listed]:
    if caller.guild is None:
        return []
    listed = await services.queue.listing(caller.guild)
    mine = [one for one in listed if one.record.request.user == caller.user]
    # of what was asked for in the same moment, the last in the queue is the newest
    return sorted(mine, key=lambda one: one.record.asked_under(one.id))[::-1]


def _said(listed: Listed) -> str:
    view = View(record=listed.record, id=listed.id, progress=listed.progress)
    name = clean(view.name(60).strip("`"), 60)
    return f"{listed.id} · {stage_name(listed.record)} · {name}"
