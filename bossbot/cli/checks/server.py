"""Redis: configured, reachable, new enough, persistent, and never evicting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import redis
from redis.asyncio import Redis

from bossbot.adapters.embedded import find_program, find_running
from bossbot.adapters.embedded.program import OLDEST
from bossbot.adapters.ledger import connect
from bossbot.cli.checks.canaries import canaries
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.workers import workers
from bossbot.settings import Settings, SettingsError, variable

_REDIS: Final = Area(name="Redis")
_PATIENCE: Final = 6.0
"""Seconds for all questions to a server."""


def place(url: str) -> str:
    """Where a URL leads, without user, password and options.

    Nothing of it where that can't be told apart, as in a URL that is misspelt.
    """
    scheme, found, rest = url.partition("://")
    where, _, options = rest.partition("?")
    if not found or "@" in options:
        return "(set, hidden)"
    return f"{scheme}://{where.rpartition('@')[2]}"


async def server(settings: Settings) -> AsyncIterator[Finding]:
    """The server, and who lives on it."""
    if settings.broker_url is not None:
        yield await _answering(
            variable("broker_url"), settings.broker_url.get_secret_value()
        )
    if settings.redis_url is not None:
        url, whose = settings.redis_url.get_secret_value(), variable("redis_url")
    else:
        running = await asyncio.to_thread(find_running, settings.storage_root)
        if running is None:
            yield await asyncio.to_thread(_embeddable)
            return
        url, whose = running, "embedded, by `bossbot up`"
    found = await _answering(whose, url)
    yield found
    if found.status != "ok":
        return
    client = connect(url, connections=2)
    try:
        async with asyncio.timeout(_PATIENCE):
            async for finding in _traits(client):
                yield finding
            async for finding in workers(client, settings):
                yield finding
            async for finding in canaries(client, settings):
                yield finding
    except (redis.RedisError, TimeoutError) as error:
        yield _REDIS.warning("answers", f"broke off ({type(error).__name__})")
    finally:
        await client.aclose()


def _embeddable() -> Finding:
    try:
        program = find_program()
    except SettingsError as error:
        return _REDIS.missing("server", "not configured", str(error))
    return _REDIS.warning(
        "server",
        f"REDIS_URL is not set; `get` and `up` start {program.name} of their own",
        "For bot, worker and beat as processes of their own, set REDIS_URL "
        "(redis://host:6379/0).",
    )


async def _answering(whose: str, url: str) -> Finding:
    try:
        client = connect(url, connections=1)
    except (ValueError, TypeError):
        return _REDIS.missing(
            whose, "not the URL of a Redis", "Write it as redis://host:6379/0."
        )
    where = place(url)
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.time()
    except redis.AuthenticationError:
        return _REDIS.missing(
            whose, f"{where} refuses the password", f"Correct it in {whose}."
        )
    except (redis.RedisError, OSError, TimeoutError) as error:
        return _REDIS.missing(whose, f"{where} doesn't answer", _cure(error, whose))
    finally:
        await client.aclose()
    return _REDIS.ok(whose, where)


def _cure(error: Exception, whose: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return (
            "Its certificate isn't signed by a known authority. If that is meant to be "
            "so (Heroku), append ?ssl_cert_reqs=none to the URL."
        )
    return f"Start it, or correct {whose}."


async def _traits(client: Redis) -> AsyncIterator[Finding]:
    told: dict[str, Any] = await client.info()
    version = str(told.get("redis_version", "0.0"))
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        yield _REDIS.missing("version", version, f"Use Redis {oldest} or newer.")
    else:
        yield _REDIS.ok("version", version)
    yield await _persistence(client, aof=bool(told.get("aof_enabled")))
    yield _eviction(told.get("maxmemory_policy"))


async def _persistence(client: Redis, *, aof: bool) -> Finding:
    if aof:
        return _REDIS.ok("persistence", "append-only file")
    try:
        save = (await client.config_get("save")).get("save", "")
    except redis.ResponseError:
        return _REDIS.warning(
            "persistence",
            "unknown: the server doesn't say",
            "Make sure that its plan persists; else a restart loses the queue.",
        )
    text = "snapshots only: a crash loses minutes" if save else "off"
    return _REDIS.warning(
        "persistence",
        text,
        "Start it with `--appendonly yes`; else its crash loses the queue.",
    )


def _eviction(policy: object) -> Finding:
    if policy == "noeviction":
        return _REDIS.ok("eviction", "never (noeviction)")
    return _REDIS.warning(
        "eviction",
        f"{policy or 'unknown'}",
        "Set `maxmemory-policy noeviction`; a server that evicts loses downloads.",
    )
