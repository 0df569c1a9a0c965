"""Takes downloads from members: what is behind `dl` in all its forms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bossbot.access.terms import Terms, terms_of
from bossbot.bot.answers import Answer
from bossbot.bot.arguments import (
    Arguments,
    BadWord,
    NoLink,
    TooManyLinks,
    parse_arguments,
)
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.bot.services.server_settings import PLATFORMS
from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap, words
from bossbot.messages import commands as texts
from bossbot.messages.catalogue import MENU
from bossbot.messages.command import Command
from bossbot.models import DiscordTarget, Format, Priority, Request, UserSettings
from bossbot.queue.names import MOST_LINKS, download_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """Everything about a command but the link."""

    services: Services
    caller: Caller
    terms: Terms
    own: UserSettings
    priority: Priority
    format: Format
    upload_limit: int
    denied: tuple[str, ...]

    def request(self, link: Link) -> Request:
        settings, caller, own = self.services.settings, self.caller, self.own
        retries = settings.max_retries if own.max_retries is None else own.max_retries
        return Request(
            url=link.url,
            canonical=link.key,
            platform=link.platform,
            format=self.format,
            priority=self.terms.priority(self.priority),
            guild=caller.in_guild,
            user=caller.user,
            limits=self.terms.posted(settings.limits).within(self.upload_limit),
            at_once=self.terms.at_once,
            per_day=self.terms.per_day,
            max_files=settings.max_files,
            max_retries=retries if own.auto_retry else 0,
            retention=self.terms.retention,
            target=DiscordTarget(
                guild_id=caller.guild,
                channel_id=caller.channel,
                request_message_id=caller.message,
                command=caller.command,
                upload_limit=self.upload_limit,
                age_restricted=caller.age_restricted,
                mention=own.mention_on_complete,
                notify=own.notification_level,
                bar=own.progress_bar_style,
                denied=self.denied,
            ),
        )


async def take(
    services: Services,
    caller: Caller,
    command: Command,
    text: str,
    *,
    priority: Priority | None = None,
    wanted: Format | None = None,
) -> Answer:
    """Enqueue what a member asks for; bad input leaves nothing behind.

    Args:
        services: What it takes.
        caller: Who asks; the gate was passed.
        command: Which one was used; some take one platform's links only.
        text: The words behind it.
        priority: As chosen outside of the text.
        wanted: The format, likewise.
    """
    by_slash = caller.message is None
    prefix = texts.SLASH if by_slash else services.settings.command_prefix
    try:
        arguments = parse_arguments(text, allow=services.settings.egress_allow)
    except NoLink:
        return _not_understood(texts.no_link(command, prefix))
    except BadWord as bad:
        return _not_understood(texts.bad_word(bad.word, command, prefix))
    except TooManyLinks:
        return _not_understood(texts.too_many_links(MOST_LINKS, command, prefix))
    own, server, premium, learned = await asyncio.gather(
        services.preferences.user(caller.user),
        services.preferences.server(caller.in_guild),
        services.grants.premium(caller.in_guild),
        services.uploads.learned(caller.in_guild),
    )
    asked = priority or arguments.priority
    order = _Order(
        services=services,
        caller=caller,
        terms=terms_of(
            caller.level, caller.roles, server, services.settings, premium=premium
        ),
        own=own,
        priority=asked or own.default_priority,
        format=wanted or arguments.format or own.default_format,
        upload_limit=min(caller.upload_limit, learned or caller.upload_limit),
        denied=tuple(name for name in PLATFORMS if not server.takes(name)),
    )
    strange = texts.strangers(arguments.links, command)
    denied = [
        link
        for link in arguments.links
        if link not in strange and not server.takes(link.platform)
    ]
    taken, refused = await _enqueue(order, arguments, {*strange, *denied})
    said = [texts.refused(refused)] if refused else []
    if denied:
        said.insert(0, texts.platform_denied(denied))
    if strange:
        said.insert(0, texts.wrong_command(strange, command, prefix))
    # what only the settings wish for was told when it was set
    if taken and asked and (given := order.terms.priority(asked)) is not asked:
        said.insert(0, texts.priority_is_not_yours(asked, given))
    return Answer(
        text="\n".join(said)[:2000],
        private=not taken,
        downloads=tuple(taken),
        bad_input=not taken,
    )


async def _enqueue(
    order: _Order, arguments: Arguments, left_out: set[Link]
) -> tuple[list[str], list[tuple[str, BossBotError]]]:
    """The ids of what was taken, and the links that were not, with reasons."""
    taken: list[str] = []
    refused = list(arguments.refused)
    names = download_ids(order.caller.command)
    for download_id, link in zip(names, arguments.links, strict=False):
        if link in left_out:
            continue
        try:
            await order.services.queue.enqueue(download_id, order.request(link))
            taken.append(download_id)
        except BossBotError as error:
            refused.append((link.url, error))
    return taken, refused


def _not_understood(text: str) -> Answer:
    return Answer(text=text, private=True, bad_input=True)


async def take_all(services: Services, caller: Caller, text: str) -> Answer:
    """Enqueue every link of a message that can be used; talk is passed over."""
    links = [word for word in map(unwrap, words(text)) if _usable(word, services)]
    if not links:
        return _not_understood(texts.no_link_there())
    chosen = " ".join(list(dict.fromkeys(links))[:MOST_LINKS])
    return await take(services, caller, MENU, chosen)


def _usable(word: str, services: Services) -> bool:
    try:
        return bool(parse(word, allow=services.settings.egress_allow))
    except BossBotError:
        return False
