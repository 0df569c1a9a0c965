"""Which cookie file is for a link, and whose cookies may stand in it."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address
from typing import Final
from urllib.parse import urlsplit

from bossbot.links.addresses import HostError, parse_host
from bossbot.links.platforms import DOMAINS, platform_of
from bossbot.models import OTHER

_PLATFORMS: Final = frozenset(DOMAINS.values())
_NATIONAL: Final = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "or"}) | {
    *("ne", "org")
}
"""What stands before a country's top-level domain without being anybody's: `co.uk`."""


def names_for(platform: str, url: str) -> tuple[str, ...]:
    """The names that may stand for a link's site, the nearest first.

    A platform's is its own; elsewhere it is the host or a domain above it.
    """
    if platform != OTHER:
        return (platform,) if platform in _PLATFORMS else ()
    try:
        host = parse_host(urlsplit(url).hostname or "")
    except (HostError, ValueError):
        return ()
    if not isinstance(host, str):
        return (str(host),) if isinstance(host, IPv4Address) else ()
    labels = host.split(".")
    above = (".".join(labels[start:]) for start in range(len(labels)))
    return tuple(name for name in above if _is_somebodys(name))


def is_name(name: str) -> bool:
    """Whether some link's site is called so: a platform, or a domain of no platform."""
    if platform_of(name) != OTHER:
        return False
    return name in _PLATFORMS or name in names_for(OTHER, f"https://{name}/")


def domains_of(name: str) -> tuple[str, ...]:
    """The domains of a site by its name, each with all below."""
    if name in _PLATFORMS:
        return tuple(domain for domain, owner in DOMAINS.items() if owner == name)
    return (name,)


def is_within(domain: str, domains: Collection[str]) -> bool:
    """Whether a domain is one of these, or below one."""
    return any(domain == one or domain.endswith(f".{one}") for one in domains)


def _is_somebodys(name: str) -> bool:
    """No top-level domain, which is everybody's."""
    first, _, rest = name.partition(".")
    return bool(rest) and not (first in _NATIONAL and len(rest) == 2)
