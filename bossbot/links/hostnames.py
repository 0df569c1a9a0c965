"""The host of a link: one spelling for each, and only such as strangers may name."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

import idna

from bossbot.errors import InvalidUrlError, UnsupportedUrlError
from bossbot.links.addresses import (
    HostError,
    is_private_name,
    is_public,
    parse_host,
)

_NEVER_PUBLIC: Final = re.compile(r".*\.(?:alt|arpa|example|i2p|invalid|onion|test)")
"""Ends of names that no public resolver answers for (RFC 2606, 6761, 7686, 9476)."""


def parse_hostname(text: str) -> str:
    """The host in its one spelling: IDNA-encoded, addresses as everyone writes them.

    Raises:
        InvalidUrlError: No resolver would take it (`host`).
    """
    try:
        found = parse_host(_encode(text))
    except (HostError, idna.IDNAError, UnicodeError):
        raise InvalidUrlError(reason="host") from None
    if isinstance(found, IPv6Address):
        return f"[{found}]"
    if isinstance(found, str) and re.search(r"\.[a-z]?$", found):
        raise InvalidUrlError(reason="host")  # no top-level domain is that short
    return str(found)


def check_public(host: str) -> None:
    """Refuse hosts that can only be inside, or nowhere.

    Raises:
        InvalidUrlError: A private address or a local name (`private_address`).
        UnsupportedUrlError: A name outside the public name space.
    """
    address = _address(host)
    inside = is_private_name(host) if address is None else not is_public(address)
    if inside:
        raise InvalidUrlError(reason="private_address")
    if address is None and _NEVER_PUBLIC.fullmatch(host):
        raise UnsupportedUrlError(host=host)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _encode(text: str) -> str:
    """The name in ASCII. Browsers read `①` as `1` (UTS 46), so the rules do too."""
    if text.isascii():
        return text
    if text.startswith("["):
        raise HostError("not an IPv6 address")
    remapped = idna.uts46_remap(text, std3_rules=True, transitional=False)
    return remapped if remapped.isascii() else idna.encode(remapped).decode("ascii")
