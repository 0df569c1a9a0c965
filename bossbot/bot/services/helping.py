"""`$dlh`: what the commands are, from the catalogue they are registered by."""

from __future__ import annotations

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.messages import help as texts
from bossbot.models import Level


async def explain(services: Services, caller: Caller, word: str = "") -> Answer:
    """The overview, or one command."""
    prefix = services.settings.command_prefix
    if not word.strip():
        owner = caller.level is Level.ADMIN
        return Answer(text=texts.overview(prefix, owner=owner), private=True)
    command = texts.find(word, prefix)
    if command is None:
        text = texts.unknown(word, prefix)
        return Answer(text=text, private=True, bad_input=True)
    return Answer(text=texts.about(command, prefix), private=True)
