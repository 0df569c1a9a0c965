"""Takes downloads from members: the one function behind `dl` in all its forms."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.bot.arguments import (
    MOST_LINKS,
    Arguments,
    BadWord,
    NoLink,
    TooManyLinks,
    parse_arguments,
)
from bossbot.bot.ports import Queue
from bossbot.errors import BossBotError
from bossbot.links import Link
from bossbot.messages import commands as texts
from bossbot.models import DiscordTarget, Request
from bossbot.queue.names import derived_download_id
from bossbot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A command: who wants what, and where. Ids are snowflakes as strings."""

    text: str
    user: str
    guild: str
    channel: str
    message: str
    upload_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a command: downloads, and what there is to say against it."""

    downloads: tuple[str, ...] = ()
    refusal: str | None = None


def download_ids(message: str) -> tuple[str, ...]:
    """The ids that the downloads of a command get, by the place of their link.

    A command delivered twice by Discord's gateway is enqueued once, and a bot that
    restarts finds all the downloads of a message.
    """
    return tuple(
        derived_download_id(f"{message}/{number}") for number in range(MOST_LINKS)
    )


async def take(queue: Queue, settings: Settings, ask: Ask) -> Taken:
    """Enqueue what a member asks for; bad input leaves nothing behind."""
    prefix = settings.command_prefix
    try:
        arguments = parse_arguments(ask.text, allow=settings.egress_allow)
    except NoLink:
        return Taken(refusal=texts.no_link(prefix))
    except BadWord as bad:
        return Taken(refusal=texts.bad_word(bad.word, prefix))
    except TooManyLinks:
        return Taken(refusal=texts.too_many_links(MOST_LINKS))
    taken: list[str] = []
    refused = list(arguments.refused)
    pairs = zip(download_ids(ask.message), arguments.links, strict=False)
    for download_id, link in pairs:
        try:
            request = _request(settings, ask, arguments, link)
            await queue.enqueue(download_id, request)
            taken.append(download_id)
        except BossBotError as error:
            refused.append((link.url, error))
    return Taken(
        downloads=tuple(taken), refusal=texts.refused(refused) if refused else None
    )


def _request(settings: Settings, ask: Ask, arguments: Arguments, link: Link) -> Request:
    target = DiscordTarget(
        guild_id=ask.guild,
        channel_id=ask.channel,
        request_message_id=ask.message,
        upload_limit=ask.upload_limit,
    )
    return Request(
        url=link.url,
        canonical=link.canonical,
        platform=link.platform,
        format=arguments.format,
        priority=arguments.priority,
        guild=ask.guild,
        user=ask.user,
        limits=settings.limits.within(ask.upload_limit),
        max_files=settings.max_files,
        max_retries=settings.max_retries,
        retention=settings.retention_hours * 3600,
        target=target,
    )
