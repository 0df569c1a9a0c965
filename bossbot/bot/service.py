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
from bossbot.messages.commands import DownloadCommand
from bossbot.models import DiscordTarget, Level, Priority, Request
from bossbot.access.levels import LevelLimits, limits_of
from bossbot.queue.names import derived_download_id
from bossbot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A command: who wants what, and where. Ids are snowflakes as strings."""

    command: DownloadCommand
    text: str
    user: str
    guild: str
    channel: str
    message: str
    upload_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a command: downloads, and what else there is to say."""

    downloads: tuple[str, ...] = ()
    answer: str | None = None


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
        return Taken(answer=texts.no_link(ask.command, prefix))
    except BadWord as bad:
        return Taken(answer=texts.bad_word(bad.word, ask.command, prefix))
    except TooManyLinks:
        return Taken(answer=texts.too_many_links(MOST_LINKS))
    level = await level_of(queue, settings, ask.user)
    terms = limits_of(level, settings)
    taken: list[str] = []
    refused = list(arguments.refused)
    only = ask.command.platform
    strange = [link for link in arguments.links if only not in (None, link.platform)]
    pairs = zip(download_ids(ask.message), arguments.links, strict=False)
    for download_id, link in pairs:
        if link in strange:
            continue
        try:
            request = _request(settings, ask, arguments, link, terms)
            await queue.enqueue(download_id, request)
            taken.append(download_id)
        except BossBotError as error:
            refused.append((link.url, error))
    answers = [texts.refused(refused)] if refused else []
    if strange:
        named = [(link.url, link.platform) for link in strange]
        answers.insert(0, texts.wrong_command(named, ask.command, prefix))
    if taken and arguments.priority is Priority.HIGH and not terms.high:
        answers.insert(0, texts.high_is_not_yours())
    return Taken(downloads=tuple(taken), answer="\n".join(answers)[:2000] or None)


async def level_of(queue: Queue, settings: Settings, user: str) -> Level:
    """What a user may: the owner everything, others what they were granted."""
    if user == settings.discord_admin_user_id:
        return Level.ADMIN
    return await queue.level(user)


def _request(
    settings: Settings, ask: Ask, arguments: Arguments, link: Link, terms: LevelLimits
) -> Request:
    target = DiscordTarget(
        guild_id=ask.guild,
        channel_id=ask.channel,
        request_message_id=ask.message,
        upload_limit=ask.upload_limit,
    )
    return Request(
        url=link.url,
        canonical=link.key,
        platform=link.platform,
        format=arguments.format,
        priority=_priority(arguments.priority, terms),
        guild=ask.guild,
        user=ask.user,
        limits=terms.posted(settings.limits).within(ask.upload_limit),
        at_once=terms.at_once,
        per_day=terms.per_day,
        max_files=settings.max_files,
        max_retries=settings.max_retries,
        retention=settings.retention_hours * 3600,
        target=target,
    )


def _priority(wanted: Priority, terms: LevelLimits) -> Priority:
    high = wanted is Priority.HIGH
    return Priority.NORMAL if high and not terms.high else wanted
