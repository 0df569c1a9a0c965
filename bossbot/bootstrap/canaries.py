"""The links by which this deployment sees whether the sites still work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from bossbot.adapters.discord_login import DiscordLogin
from bossbot.adapters.discord_owner import DiscordOwner
from bossbot.adapters.disk import Disk
from bossbot.adapters.ledger import Canaries, Scripts
from bossbot.adapters.sandbox import Sandbox
from bossbot.bootstrap.stages import fetch_stage
from bossbot.errors import BossBotError
from bossbot.links import parse
from bossbot.messages.errors import explain
from bossbot.models import Request
from bossbot.pipeline.canary_look import canary_request
from bossbot.pipeline.canary_watch import Watch
from bossbot.queue.canaries import LONGEST_LOOK
from bossbot.settings import Settings, SettingsError, variable


def canary_requests(settings: Settings) -> Mapping[str, Request]:
    """What to fetch, by site; empty where canaries are off.

    Raises:
        SettingsError: Something in CANARY_URLS is no link, or a second one of a site.
    """
    found: dict[str, Request] = {}
    for number, text in enumerate(settings.canary_urls, 1):
        which = f"{variable('canary_urls')}: link {number}"  # it may hold a secret
        try:
            link = parse(text, allow=settings.egress_allow)
        except BossBotError as error:
            raise SettingsError(f"{which}: {explain(error).text}") from None
        request = canary_request(
            url=link.url, canonical=link.key, platform=link.platform
        )
        if request.site in found:
            raise SettingsError(f"{which} is a second one of {request.site}.")
        found[request.site] = request
    return found


def canary_watch(
    settings: Settings,
    *,
    zygote: Path,
    disk: Disk,
    scripts: Scripts,
    closing: AsyncExitStack,
    draining: Callable[[], bool],
) -> Watch | None:
    """Who looks at them in a pool process; None where canaries are off."""
    requests = canary_requests(settings)
    if not requests:
        return None
    return Watch(
        requests=requests,
        host=disk.disk_id,
        fetch=fetch_stage(settings, Sandbox(zygote), LONGEST_LOOK),
        lock=disk.lock_temp,
        kept=disk,
        ledger=Canaries(scripts, every=settings.canary_seconds),
        owner=_owner(settings, closing),
        draining=draining,
    )


def _owner(settings: Settings, closing: AsyncExitStack) -> DiscordOwner | None:
    if settings.discord_token is None or settings.discord_admin_user_id is None:
        return None
    login = DiscordLogin(
        api_base=settings.discord_api_base,
        gateway=settings.discord_gateway,
        token=settings.require_discord_token,
    )
    closing.push_async_callback(login.close)
    return DiscordOwner(login, settings.discord_admin_user_id)
