"""Which hosts and addresses a stranger's link may lead to: public ones, nothing else.

Decided by explicit networks (the IANA special-purpose registries, and what clouds use
beside them), because `ipaddress.is_global` of Python 3.12.1 takes several of them for
public. IPv6 is judged the other way round: only what is global unicast and not special
is public. An IPv4 address inside an IPv6 one counts as what it is where the packet
would really reach it (mapped, NAT64); every other wrapper (IPv4-compatible, local-use
NAT64, 6to4, Teredo) is refused as a whole: no site lives there.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

type Address = IPv4Address | IPv6Address

_SPECIAL_IPV4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; Linux connects 0.0.0.0 to itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; Alibaba's metadata
        "127.0.0.0/8",
        "161.26.0.0/16",  # IBM Cloud's service network
        "166.8.0.0/14",  # IBM Cloud's service endpoints
        "168.63.129.16/32",  # Azure's platform address
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata is 192.0.0.192
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_SPECIAL_IPV6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID …
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")

_PRIVATE_SUFFIXES: Final = re.compile(
    r"(?:.*\.)?(?:consul|corp|docker|home|home\.arpa|internal|intranet|lan|local"
    r"|localdomain|localhost|private)"
)
"""Ends of names that mean something in here, whatever a resolver says."""

_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")


class HostError(ValueError):
    """Neither a host name nor an address that everyone would read alike."""


def is_public(address: Address) -> bool:
    """Whether the address is one of the open Internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_UNICAST and not any(
        address in network for network in _SPECIAL_IPV6
    )


def is_private_name(name: str) -> bool:
    """Whether a host name (as `parse_host` gives it) can only mean something local.

    A name without a dot is one: containers and search domains make them, sites don't.
    """
    return "." not in name or _PRIVATE_SUFFIXES.fullmatch(name) is not None


def parse_host(host: str) -> Address | str:
    """The address a host spells, however oddly, or the name in lower case.

    IPv4 is read as C libraries and browsers do (octal, hexadecimal, decimal, one to
    four parts); IPv6 stands in brackets. Names must be ASCII (encoded by IDNA before).

    Raises:
        HostError: Empty, ambiguous, or with characters no host has; zone ids too.
    """
    if host.startswith("[") and host.endswith("]"):
        return _ipv6(host[1:-1])
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise HostError("not a host name")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    if labels[-1][0].isdigit():
        raise HostError("not a host name")
    return name


def _ipv6(text: str) -> Address:
    if "%" in text:
        raise HostError("an address with a zone")
    try:
        address = IPv6Address(text)
    except ValueError:
        raise HostError("not an IPv6 address") from None
    return address.ipv4_mapped or address


def _ipv4(parts: list[str]) -> IPv4Address:
    """The address by the rules of inet_aton: the last part fills what is left."""
    if len(parts) > 4:
        raise HostError("not an IPv4 address")
    *leading, last = [_number(part) for part in parts]
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        raise HostError("not an IPv4 address")
    value = last
    for position, number in enumerate(leading):
        value |= number << (24 - 8 * position)
    return IPv4Address(value)


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part) or len(part) > 20:
        raise HostError("not an IPv4 address")
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    octal = len(part) > 1 and part.startswith("0")
    try:
        return int(part, 8 if octal else 10)
    except ValueError:
        raise HostError("not an IPv4 address") from None
