"""What all changes of settings share: how often, and what isn't understood."""

from __future__ import annotations

from typing import Final

from bossbot.access.values import BadValue, UnknownSetting
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import limited
from bossbot.bot.services import Services
from bossbot.messages import changes
from bossbot.messages.catalogue import DLS
from bossbot.messages.command import Rate
from bossbot.messages.commands import SLASH

_CHANGES: Final[Rate] = DLS.updates or DLS.rate


def prefix_for(services: Services, caller: Caller) -> str:
    """What the caller writes before a command."""
    return SLASH if caller.message is None else services.settings.command_prefix


async def not_understood(
    services: Services, caller: Caller, problem: BadValue | UnknownSetting, example: str
) -> Answer:
    """What would have been right; the cooldown of changes ends, for there was none.

    Args:
        services: For the prefix and the limiter.
        caller: Who was counted by `too_soon`.
        problem: What is wrong.
        example: What works behind `dls` where the setting isn't known.
    """
    await services.limiter.forgive(caller.user, _CHANGES)
    prefix = prefix_for(services, caller)
    if isinstance(problem, BadValue):
        text = changes.bad_value(
            problem.setting, problem.value, problem.allowed, problem.example, prefix
        )
    else:
        text = changes.unknown_setting(problem.name, problem.known, example, prefix)
    return Answer(text=text, private=True, bad_input=True)


async def too_soon(services: Services, caller: Caller) -> Answer | None:
    """Count one change; the answer where it came too early."""
    return await limited(services, caller, DLS, _CHANGES)
