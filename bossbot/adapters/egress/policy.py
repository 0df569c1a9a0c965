"""Where a job may connect to: public addresses, on ports where sites live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final, Literal

from bossbot.links.addresses import (
    Address,
    HostError,
    is_private_name,
    is_public,
    parse_host,
)
from bossbot.settings import SettingsError

type Reason = Literal[
    "private_address", "host", "port", "cap", "deadline", "connections", "token"
]

_SITE_PORTS: Final = frozenset({80, 443})
_FIRST_FREE_PORT: Final = 1024
_SERVICE_PORTS: Final = frozenset(
    # what browsers never connect to (https://fetch.spec.whatwg.org/#port-blocking) …
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697}
    | {6665, 6666, 6667, 6668, 6669, 10080}
    # … and services that would take an HTTP request for something else: remote
    # control, data bases, caches, container engines
    | {1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5900, 6379, 6380, 6443}
    | {9042, 9200, 10250, 11211, 27017}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One connection that was not allowed, or was cut, and why.

    Attributes:
        host: As the job wrote it, shortened; untrusted. Empty where it got no further
            than the token.
    """

    host: str
    port: int
    reason: Reason


class Refused(Exception):
    """The policy says no."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A host and port a job asked for, in normal form.

    Attributes:
        exempt: The pair itself stands in EGRESS_ALLOW.
    """

    host: Address | str
    port: int
    exempt: bool

    @property
    def authority(self) -> str:
        """`host:port`, as CONNECT wants it."""
        host = f"[{self.host}]" if isinstance(self.host, IPv6Address) else self.host
        return f"{host}:{self.port}"

    def refuse(self, reason: Reason) -> Refused:
        """The refusal of this target."""
        return Refused(Refusal(host=str(self.host), port=self.port, reason=reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one process; `allow` holds what EGRESS_ALLOW exempts from them.

    An allowed name may resolve to anything; an allowed address may be reached by any
    name. Both count for their port alone.
    """

    allow: frozenset[tuple[Address | str, int]] = frozenset()

    @classmethod
    def parse(cls, allow: Iterable[str]) -> Policy:
        """The policy with these `host:port` exemptions.

        Raises:
            SettingsError: One of them is no host and port.
        """
        return cls(allow=frozenset(_pair(entry) for entry in allow))

    def target(self, host: str, port: int) -> Target:
        """What a job asked for, in normal form; not judged yet.

        Raises:
            Refused: Not a host.
        """
        try:
            parsed = parse_host(host)
        except HostError:
            refusal = Refusal(host=host[:100], port=port, reason="host")
            raise Refused(refusal) from None
        return Target(host=parsed, port=port, exempt=(parsed, port) in self.allow)

    def check(self, target: Target, addresses: Sequence[Address]) -> None:
        """Judge a target by all addresses its name has: a single bad one spoils it.

        Args:
            target: What the job asked for.
            addresses: Where it leads; empty where only an upstream proxy knows.

        Raises:
            Refused: A private address or name, or a port that is no site's.
        """
        strangers = [
            address for address in addresses if not self.exempts(target, address)
        ]
        if target.exempt or (addresses and not strangers):
            return
        local = isinstance(target.host, str) and is_private_name(target.host)
        if local or not all(is_public(address) for address in strangers):
            raise target.refuse("private_address")
        if not _is_site_port(target.port):
            raise target.refuse("port")

    def exempts(self, target: Target, address: Address) -> bool:
        """Whether EGRESS_ALLOW covers this connection."""
        return target.exempt or (address, target.port) in self.allow


def _is_site_port(port: int) -> bool:
    return port in _SITE_PORTS or (
        _FIRST_FREE_PORT <= port <= 0xFFFF and port not in _SERVICE_PORTS
    )


def _pair(entry: str) -> tuple[Address | str, int]:
    host, _, port = entry.rpartition(":")
    try:
        return parse_host(host), split_port(port)
    except ValueError:
        raise SettingsError(
            f"EGRESS_ALLOW: {entry!r} is not host:port (IPv6 in brackets, as in "
            "[::1]:8080)"
        ) from None


def split_port(text: str) -> int:
    """A port number in plain decimal.

    Raises:
        ValueError: Anything else.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise ValueError(text)
    port = int(text)
    if not 0 < port <= 0xFFFF:
        raise ValueError(text)
    return port
