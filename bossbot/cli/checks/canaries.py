"""The canaries: whether their links are usable, and what the last looks found."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Final

from redis.asyncio import Redis

from bossbot.adapters.ledger import canaries as known_canaries
from bossbot.bootstrap.canaries import canary_requests
from bossbot.cli.checks.finding import Area, Finding
from bossbot.messages.canaries import canary_said, canary_step
from bossbot.settings import Settings, SettingsError

_CANARIES: Final = Area(name="Canaries")
_MISSED: Final = 2
"""Turns without a look, after which nobody seems to look at all."""
_START: Final = "Beat and a worker have to run, both with BOSS_BOT_CANARY_URLS."


async def canary_links(settings: Settings) -> AsyncIterator[Finding]:
    """Whether a worker would take what is configured; it doesn't start otherwise."""
    try:
        requests = canary_requests(settings)
    except SettingsError as error:
        yield _CANARIES.missing("links", "wrong setting", str(error))
        return
    if requests:
        yield _CANARIES.ok("links", ", ".join(sorted(requests)))


async def canaries(client: Redis, settings: Settings) -> AsyncIterator[Finding]:
    """What is known of each site that has one; nothing where its links are wrong."""
    try:
        sites = sorted(canary_requests(settings))
    except SettingsError:
        return
    known = {one.site: one for one in await known_canaries(client)} if sites else {}
    now = time.time()
    for site in sites:
        canary = known.get(site)
        if canary is None:
            yield _CANARIES.warning(site, "not looked at yet", _START)
        elif canary.works is False:
            yield _CANARIES.warning(site, canary_said(canary, now), canary_step(canary))
        elif now - canary.at > _MISSED * settings.canary_seconds:
            yield _CANARIES.warning(site, canary_said(canary, now), _START)
        else:
            yield _CANARIES.ok(site, canary_said(canary, now))
