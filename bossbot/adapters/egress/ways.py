"""Which way out is whose: PROXY for all, PROXIES for single sites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bossbot.adapters.egress.upstream import Upstream
from bossbot.links.platforms import DOMAINS, platform_of
from bossbot.models import OTHER
from bossbot.settings import Settings, SettingsError

DIRECT: Final = "direct"
"""In place of a URL: no proxy at all."""
_NAMES: Final = frozenset({*DOMAINS.values(), OTHER})
_DOMAIN: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")


def pairs(text: str) -> Mapping[str, str]:
    """The sites of the PROXIES setting, each with its URL or `direct`.

    Errors never quote an entry: half of one may be a password with a comma in it.

    Raises:
        SettingsError: It is no list of `site=URL`.
    """
    found: dict[str, str] = {}
    for number, entry in enumerate(re.split(r"[,\s]+", text.strip(", \n")), start=1):
        name, is_pair, url = entry.partition("=")
        name = name.lower()
        if not (is_pair and _is_site(name)):
            raise SettingsError(
                f"PROXIES: entry {number} is not platform=URL, as in "
                "youtube=http://user:password@proxy.example:3128 "
                "(other is for sites without a name here; , in a password is %2C)"
            )
        if name in found:
            raise SettingsError(f"PROXIES: {name} stands there twice")
        found[name] = url
    return found


def upstreams(settings: Settings) -> Mapping[str, Upstream | None]:
    """The proxies of single sites; None where one is reached directly.

    Raises:
        SettingsError: PROXIES or CA_FILE is wrong.
    """
    if settings.proxies is None:
        return {}
    found = pairs(settings.proxies.get_secret_value())
    return {
        name: None
        if url == DIRECT
        else Upstream.parse(url, settings.ca_file, variable=f"PROXIES ({name})")
        for name, url in found.items()
    }


def _is_site(name: str) -> bool:
    """A platform, `other`, or a domain that is no platform's."""
    if name in _NAMES:
        return True
    return bool(_DOMAIN.fullmatch(name)) and platform_of(name) == OTHER
