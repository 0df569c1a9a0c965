"""The heads of HTTP messages: read strictly, written anew.

Requests come from the job and must be exact. Responses come from sites and are put in
order first (bare line feeds, folded and broken lines), so that the job's HTTP library
sees one well-formed head whatever the site sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

type Headers = list[tuple[str, str]]

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 (a word of RFC 9110)
_REQUEST_LINE: Final = re.compile(rf"({_TOKEN}) ([!-~]+) (HTTP/1\.[01])")
_STATUS_LINE: Final = re.compile(r"(HTTP/1\.[01]) +([1-5][0-9]{2})(?: (.*))?")
_HEADER: Final = re.compile(rf"({_TOKEN}):(.*)")
_FORBIDDEN: Final = re.compile(r"[\0\r\n]")
_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
    # written anew, from the framing that was understood
    | {"content-length"}
)


class BadHead(ValueError):
    """Not an HTTP message that everyone would read alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The head of a request, as the job sent it."""

    method: str
    target: str
    version: str
    headers: Headers

    @property
    def keeps_alive(self) -> bool:
        """Whether the job may send another request on the same connection."""
        options = tokens(self.headers, "connection", "proxy-connection")
        return self.version == "HTTP/1.1" and "close" not in options


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The head of a response, as the site sent it."""

    version: str
    status: int
    reason: str
    headers: Headers


def parse_request(head: bytes) -> Request:
    """The request a head holds.

    Raises:
        BadHead: Anything that is not plain HTTP/1.x.
    """
    lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    match = _REQUEST_LINE.fullmatch(lines[0])
    if match is None:
        raise BadHead("request line")
    method, target, version = match.groups()
    return Request(
        method=method, target=target, version=version, headers=_headers(lines[1:])
    )


def parse_response(head: bytes) -> Response:
    """The response a head holds; what can be mended is.

    Raises:
        BadHead: The status line is none, or a value holds control characters.
    """
    text = head.decode("latin-1").replace("\r\n", "\n").rstrip("\n")
    lines = re.sub(r"\n[ \t]+", " ", text).split("\n")
    match = _STATUS_LINE.fullmatch(lines[0])
    if match is None:
        raise BadHead("status line")
    version, status, reason = match.groups(default="")
    headers = _headers([line for line in lines[1:] if _HEADER.fullmatch(line)])
    if _FORBIDDEN.search(reason):
        raise BadHead("status line")
    return Response(version=version, status=int(status), reason=reason, headers=headers)


def values(headers: Headers, name: str) -> list[str]:
    """All values of a header."""
    return [value for found, value in headers if found.lower() == name]


def tokens(headers: Headers, *names: str) -> set[str]:
    """The comma-separated words of some headers, in lower case."""
    return {
        word.strip().lower()
        for name in names
        for value in values(headers, name)
        for word in value.split(",")
    }


def end_to_end(headers: Headers) -> Headers:
    """The headers without those meant for the next hop, and without the framing."""
    dropped = _HOP_BY_HOP | tokens(headers, "connection")
    return [
        (name, value)
        for name, value in headers
        if name.lower() not in dropped and not name.lower().startswith("proxy-")
    ]


def write_head(first_line: str, headers: Headers) -> bytes:
    """A head on the wire."""
    lines = [first_line, *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _headers(lines: list[str]) -> Headers:
    headers = []
    for line in lines:
        match = _HEADER.fullmatch(line)
        if match is None or _FORBIDDEN.search(match[2]):
            raise BadHead("header")
        headers.append((match[1], match[2].strip(" \t")))
    return headers
