"""The way to the sites: proxies, certificates, exemptions."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.egress.ways import DIRECT, pairs
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.server import place
from bossbot.settings import Settings, SettingsError

_PASSAGE: Final = Area(name="The way out")
_PATIENCE: Final = 3.0


async def passage(settings: Settings) -> AsyncIterator[Finding]:
    """Whether what is configured for the way to the sites is usable."""
    if settings.ca_file is not None:
        yield _certificates(settings.ca_file)
    try:
        EgressGuard.from_settings(settings)
    except SettingsError as error:
        yield _PASSAGE.missing("guard", "wrong setting", str(error))
        return
    if settings.proxy is None:
        yield _PASSAGE.ok("proxy", "none: sites are reached directly")
    else:
        yield await _proxy(
            "proxy",
            settings.proxy.get_secret_value(),
            "Start it, or correct BOSS_BOT_PROXY: everything goes through it.",
        )
    if settings.proxies is not None:
        for site, url in pairs(settings.proxies.get_secret_value()).items():
            yield await _of_one(site, url)
    if settings.egress_allow:
        yield _PASSAGE.warning(
            "exemptions",
            f"{', '.join(settings.egress_allow)} may be private",
            "Unset BOSS_BOT_EGRESS_ALLOW unless you run these yourself.",
        )


def _certificates(path: Path) -> Finding:
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError):
        return _PASSAGE.missing(
            "certificates",
            f"{path} is no readable file of certificates",
            "Point BOSS_BOT_CA_FILE at a PEM file.",
        )
    return _PASSAGE.ok("certificates", str(path))


async def _of_one(site: str, url: str) -> Finding:
    name = f"proxy: {site}"
    if url == DIRECT:
        return _PASSAGE.ok(name, "none: reached directly")
    return await _proxy(name, url, f"Start it, or correct {site} in BOSS_BOT_PROXIES.")


async def _proxy(name: str, url: str, fix: str) -> Finding:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(_PATIENCE):
            _, writer = await asyncio.open_connection(parts.hostname, port)
        writer.close()
    except OSError:
        return _PASSAGE.missing(name, f"{place(url)} doesn't answer", fix)
    return _PASSAGE.ok(name, place(url))
