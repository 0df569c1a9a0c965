"""The way to the sites: proxy, certificates, exemptions, cookies."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bossbot.adapters.egress import EgressGuard
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.server import place
from bossbot.links.platforms import DOMAINS
from bossbot.models import OTHER
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
        yield await _proxy(settings.proxy.get_secret_value())
    if settings.egress_allow:
        yield _PASSAGE.warning(
            "exemptions",
            f"{', '.join(settings.egress_allow)} may be private",
            "Unset BOSS_BOT_EGRESS_ALLOW unless you run these yourself.",
        )
    if settings.cookies_dir is not None:
        for finding in _cookies(settings.cookies_dir):
            yield finding


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


async def _proxy(url: str) -> Finding:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(_PATIENCE):
            _, writer = await asyncio.open_connection(parts.hostname, port)
        writer.close()
    except OSError:
        return _PASSAGE.missing(
            "proxy",
            f"{place(url)} doesn't answer",
            "Start it, or correct BOSS_BOT_PROXY: everything goes through it.",
        )
    return _PASSAGE.ok("proxy", place(url))


def _cookies(directory: Path) -> Iterator[Finding]:
    if not directory.is_dir():
        yield _PASSAGE.missing(
            "cookies",
            f"{directory} is no directory",
            "Point BOSS_BOT_COOKIES_DIR at one with files like twitter.txt.",
        )
        return
    platforms = {*DOMAINS.values(), OTHER}
    found = sorted(directory.glob("*.txt"))
    for path in found:
        if path.stem not in platforms:
            yield _PASSAGE.warning(
                "cookies",
                f"{path.name} is no platform's",
                f"Name it after one of: {', '.join(sorted(platforms))}.",
            )
        elif not os.access(path, os.R_OK):
            yield _PASSAGE.missing(
                "cookies",
                f"{path.name} isn't readable",
                "Let this user read it (and nobody else).",
            )
        else:
            yield _PASSAGE.ok("cookies", path.name)
    if not found:
        yield _PASSAGE.warning(
            "cookies", "none there", "Put Netscape cookie files there: twitter.txt …"
        )
