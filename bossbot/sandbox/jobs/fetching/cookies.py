"""Cookies in a fetch job: got by a descriptor, sent to their hosts alone, told again.

Both libraries leave cookies to `http.cookiejar`, and redirects to requests. Neither is
strict enough for an operator's account: the one sends the cookies of a host to all
hosts below it, and those without a host to everybody; the other takes headers that
hold a token along to the next host.
"""

from __future__ import annotations

import http.cookiejar
import re
from collections.abc import Iterable
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

import requests

_MOST_BYTES: Final = 4 * 1024 * 1024
_REBUILD: Final = "rebuild_auth"
_GOES_ALONG: Final = frozenset({"cookie", "proxy-authorization"})
"""Made anew for the next host by requests itself."""
_SECRET: Final = re.compile(
    r"auth|cookie|[cx]srf|token|secret|session|password|api-?key", re.IGNORECASE
)
_requests_own: Final[Any] = requests.Session.rebuild_auth


class HostsOwn(DefaultCookiePolicy):
    """A cookie goes to the host that set it, and below only where it was said so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        strict = DefaultCookiePolicy.DomainStrictNonDomain
        super().__init__(*args, **{"strict_ns_domain": strict, **kwargs})

    def return_ok_domain(self, cookie: Cookie, request: Any) -> bool:
        """Whether its domain lets it go along; without one it is the first host's."""
        if not cookie.domain:
            host = urlsplit(request.get_full_url()).hostname
            return bool(vars(cookie).setdefault("_first_host", host) == host)
        return super().return_ok_domain(cookie, request)


def isolate() -> None:
    """Make this process strict; every jar and session made from now on is."""
    vars(http.cookiejar)[DefaultCookiePolicy.__name__] = HostsOwn
    setattr(requests.Session, _REBUILD, _leaving_secrets_behind)


def received(descriptor: int) -> str:
    """The text of the cookies that the supervisor handed over."""
    with open(descriptor, "rb") as file:
        return file.read(_MOST_BYTES).decode()


def told(jar: Iterable[Cookie]) -> str:
    """A jar in the lines of a Netscape file; only the supervisor gets to see it."""
    return "".join(map(_line, jar))


def _line(cookie: Cookie) -> str:
    fields = (
        cookie.domain,
        "TRUE" if cookie.domain.startswith(".") else "FALSE",
        cookie.path,
        "TRUE" if cookie.secure else "FALSE",
        str(cookie.expires or 0),
        cookie.name,
        cookie.value or "",
    )
    return "\t".join(fields) + "\n"


def _leaving_secrets_behind(session: Any, prepared_request: Any, response: Any) -> None:
    """Drop what may be a token where a redirect leads to another host, or off TLS."""
    _requests_own(session, prepared_request, response)
    if session.should_strip_auth(response.request.url, prepared_request.url):
        for name in list(prepared_request.headers):
            if _SECRET.search(name) and name.lower() not in _GOES_ALONG:
                del prepared_request.headers[name]
