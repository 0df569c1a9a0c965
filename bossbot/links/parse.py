"""Text to a link: strict where URL parsers disagree, because both tools parse again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

from bossbot.errors import InvalidUrlError, UnsupportedUrlError
from bossbot.links.canonical import canonical_query, kept_fragment
from bossbot.links.hostnames import check_public, parse_hostname
from bossbot.links.hosts import Tool, tools_knowing
from bossbot.links.lookalikes import check_honest
from bossbot.links.pages import holds_media
from bossbot.links.platforms import (
    Platform,
    main_host,
    platform_of,
    real_host,
    tool_host,
)
from bossbot.links.posts import post_of
from bossbot.links.routing import is_direct, tools_for
from bossbot.links.short import is_short
from bossbot.models import OTHER

type Reason = Literal[
    "not_a_url",
    "too_long",
    "control_characters",
    "scheme",
    "credentials",
    "port",
    "host",
    "private_address",
    "lookalike",
]
"""Every `reason` that `InvalidUrlError` carries from here."""

MAX_LENGTH: Final = 2048

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#]+)(?P<path>/[^?#]*)?"
    r"(?:\?(?P<query>[^#]*))?(?:\#(?P<fragment>.*))?",
    re.IGNORECASE,
)
_AUTHORITY: Final = re.compile(r"(?P<host>\[[^]]*\]|[^:\[\]]+)(?::(?P<port>.*))?")
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that may be fetched, as far as its text can tell.

    Attributes:
        url: What the tools get: normalised, in a form that their extractors take,
            mirrors replaced, without the fragment except on sites that route by it.
        canonical: The link as it was meant: without tracking.
        key: Equal for all links of the same post, whatever their form; itself a link
            to it.
        host: In lower case, IDNA-encoded; IPv6 in brackets.
        tools: In the order to try them.
        known: Whether a tool has an extractor for the host, or the path names a media
            file; otherwise only yt-dlp's look at the page can tell.
        short: Whether it only leads to the real link, as a request will tell.
    """

    url: str
    canonical: str
    key: str
    host: str
    platform: Platform
    tools: tuple[Tool, ...]
    known: bool
    short: bool


def parse(text: str, *, allow: Collection[str] = ()) -> Link:
    """Read one link; the whole text must be it (`unwrap` what may surround it).

    Args:
        text: As the member wrote it.
        allow: `host:port` pairs that may be private (setting `EGRESS_ALLOW`).

    Raises:
        InvalidUrlError: It is none, or may not be used; `reason` is a `Reason`.
        UnsupportedUrlError: A name that nobody resolves, or a platform's page
            without media, such as its front page.
    """
    match = _match(text)
    scheme = match["scheme"].lower()
    name, port = _authority(match["authority"], scheme)
    host = real_host(parse_hostname(name))
    if f"{host}:{port}" not in {pair.lower() for pair in allow}:
        check_public(host)
        check_honest(host)
        if port != _DEFAULT_PORTS[scheme]:
            raise InvalidUrlError(reason="port")
    platform = platform_of(host)
    if platform != OTHER:
        scheme, port = "https", 443
        front = match["path"] in (None, "/") and not match["query"]
        if front or not holds_media(platform, host, match["path"] or "/"):
            raise UnsupportedUrlError(host=host, reason="no_media")
    number = "" if port == _DEFAULT_PORTS[scheme] else f":{port}"
    return _link(match, f"{scheme}://{{}}{number}", host, platform)


def _link(match: re.Match[str], site: str, host: str, platform: Platform) -> Link:
    """The forms of a link that may be used; `site` has a place for a host."""
    path = quote(match["path"] or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(match["query"] or "", safe="/?%:@!$&'()*+,;=~")
    has_extractor = bool(tools_knowing(host))
    routed = platform == OTHER and has_extractor
    fragment = kept_fragment(match["fragment"] or "") if routed else ""
    asked = path + (f"?{query}" if query else "") + fragment
    post = post_of(platform, host, path, query)
    kept = path + canonical_query(query, platform, host, post=post is not None)
    kept += fragment
    url, canonical = site.format(tool_host(host)) + asked, site.format(host) + kept
    if post is not None and not post.usual:
        url = canonical = post.link
    return Link(
        url=url,
        canonical=canonical,
        key=post.link if post else site.format(main_host(host)) + kept,
        host=host,
        platform=platform,
        tools=tools_for(platform, host, path),
        known=platform != OTHER or is_direct(path) or has_extractor,
        short=is_short(host, path),
    )


def _match(text: str) -> re.Match[str]:
    if len(text) > MAX_LENGTH:
        raise InvalidUrlError(reason="too_long")
    if any(unicodedata.category(character) in _INVISIBLE for character in text):
        raise InvalidUrlError(reason="control_characters")
    match = _LINK.fullmatch(_with_scheme(text))
    if match is not None and "\\" not in text:
        if not match["path"] and "@" in text:
            raise InvalidUrlError(reason="credentials")  # to another parser they are
        return match
    has_scheme = _SCHEME.match(text) and not text.lower().startswith(
        ("http:", "https:")
    )
    raise InvalidUrlError(reason="scheme" if has_scheme else "not_a_url")


def _with_scheme(text: str) -> str:
    """The text, with `https:` where people leave it out before a platform's host."""
    bare = text.removeprefix("//")
    host = bare.partition("/")[0].lower()
    return f"https://{bare}" if platform_of(real_host(host)) != OTHER else text


def _authority(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise InvalidUrlError(reason="credentials")
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise InvalidUrlError(reason="host")
    port = match["port"]
    if port is None:
        return match["host"], _DEFAULT_PORTS[scheme]
    if not _PORT.fullmatch(port) or int(port) > 65535:
        raise InvalidUrlError(reason="port")
    return match["host"], int(port)
