"""The operator's own proxy, where one stands between this host and the Internet."""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from bossbot.adapters.egress.heads import Headers
from bossbot.links.addresses import Address, parse_host
from bossbot.settings import SettingsError

_EXAMPLE = "http://user:password@proxy.example:3128"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """Where the proxy is and how it is spoken to.

    Attributes:
        variable: The setting that names it.
        tls: How to verify it, where it is reached by https.
        credentials: For its Proxy-Authorization header, without the word "Basic".
    """

    host: Address | str
    port: int
    variable: str = "PROXY"
    tls: ssl.SSLContext | None = None
    credentials: str | None = field(default=None, repr=False)

    @classmethod
    def parse(
        cls, url: str, ca_file: Path | None = None, *, variable: str = "PROXY"
    ) -> Self:
        """The proxy of a setting; errors never quote it (passwords).

        Raises:
            SettingsError: Not the URL of an HTTP proxy.
        """
        try:
            parts = urlsplit(url)
            port, host = parts.port, _host(parts.hostname or "")
        except ValueError:
            raise SettingsError(f"{variable}: not a URL like {_EXAMPLE}") from None
        if parts.scheme.startswith("socks"):
            raise SettingsError(
                f"{variable}: SOCKS proxies are not supported, only http:// and "
                "https:// ones"
            )
        if parts.scheme not in {"http", "https"}:
            raise SettingsError(f"{variable}: not a URL like {_EXAMPLE}")
        if parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise SettingsError(f"{variable}: nothing may follow host and port")
        https = parts.scheme == "https"
        return cls(
            host=host,
            port=port or (443 if https else 80),
            variable=variable,
            tls=_trust(ca_file) if https else None,
            credentials=_basic(parts.username, parts.password),
        )

    @property
    def headers(self) -> Headers:
        """What each request to it carries."""
        if self.credentials is None:
            return []
        return [("Proxy-Authorization", f"Basic {self.credentials}")]


def _host(name: str) -> Address | str:
    return parse_host(f"[{name}]" if ":" in name else name)


def _basic(user: str | None, password: str | None) -> str | None:
    if user is None:
        return None
    pair = f"{unquote(user)}:{unquote(password or '')}"
    return base64.b64encode(pair.encode()).decode()


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context()
        if ca_file is not None:
            context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError):
        raise SettingsError("CA_FILE: not a readable file of certificates") from None
    return context
