"""The bodies of HTTP messages: where they end, and how they are passed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from bossbot.adapters.egress.heads import BadHead, Headers, Request, Response, values
from bossbot.adapters.egress.meter import BUFFER
from bossbot.adapters.egress.wire import Wire, WireError

_SIZE_LINE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t -~\x80-\xff]*)?\r\n")
_MOST_LINE: Final = 4096
_MOST_TRAILER: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Framing:
    """How a body ends: after `length` bytes, by its chunks, or with the connection."""

    kind: Literal["length", "chunked", "close"]
    length: int = 0

    @property
    def headers(self) -> Headers:
        """What tells the next hop."""
        match self.kind:
            case "length":
                return [("Content-Length", str(self.length))]
            case "chunked":
                return [("Transfer-Encoding", "chunked")]
            case "close":
                return []


def request_framing(request: Request) -> Framing | None:
    """The body of a request; None where it has none.

    Raises:
        BadHead: Two framings at once, or one that cannot be trusted.
    """
    lengths = values(request.headers, "content-length")
    if lengths and values(request.headers, "transfer-encoding"):
        raise BadHead("framing")
    return _framing(request.headers, request.version)


def response_framing(response: Response, method: str) -> Framing | None:
    """The body of a response; None where none follows the head.

    Raises:
        BadHead: A framing that cannot be trusted.
    """
    if method == "HEAD" or response.status < 200 or response.status in {204, 304}:
        return None
    return _framing(response.headers, response.version) or Framing("close")


def _framing(headers: Headers, version: str) -> Framing | None:
    """By RFC 9112, 6.3: chunks go before a length, which is then not passed on."""
    codings = values(headers, "transfer-encoding")
    if codings:
        if [coding.lower() for coding in codings] != ["chunked"] or version[-1] == "0":
            raise BadHead("framing")
        return Framing("chunked")
    lengths = set(values(headers, "content-length"))
    if not lengths:
        return None
    [length, *more] = lengths
    if more or not re.fullmatch(r"[0-9]{1,18}", length):
        raise BadHead("framing")
    return Framing("length", int(length))


class ChunkScanner:
    """Finds the end of a chunked body in bytes that pass by, and keeps none of them."""

    def __init__(self) -> None:
        self._skip = 0
        self._line = b""
        self._in_trailer = False
        self._trailer = 0

    def feed(self, data: bytes) -> int | None:
        """Look at the next bytes.

        Returns:
            How many of them belong to the body, once its end is among them.

        Raises:
            WireError: They are no chunks.
        """
        at = 0
        while at < len(data):
            if self._skip > 2:
                step = min(self._skip - 2, len(data) - at)
                self._skip -= step
                at += step
                continue
            end = data.find(b"\n", at, at + _MOST_LINE)
            stop = len(data) if end < 0 else end + 1
            self._line += data[at:stop]
            at = stop
            if end >= 0 and self._take_line():
                return at
            if len(self._line) > _MOST_LINE:
                raise WireError("a chunk's head without end")
        return None

    def _take_line(self) -> bool:
        """Whether the line just read was the last of the body."""
        line, self._line = self._line, b""
        if self._in_trailer:
            self._trailer += len(line)
            if self._trailer > _MOST_TRAILER or not line.endswith(b"\r\n"):
                raise WireError("trailer")
            return line == b"\r\n"
        if self._skip:  # the line end behind a chunk's data
            if line != b"\r\n":
                raise WireError("chunk")
            self._skip = 0
            return False
        match = _SIZE_LINE.fullmatch(line)
        if match is None:
            raise WireError("chunk size")
        size = int(match[1], 16)
        self._in_trailer = size == 0
        self._skip = size + 2 if size else 0
        return False


async def pass_body(source: Wire, sink: Wire, framing: Framing | None) -> None:
    """Pass on exactly one body, a buffer at a time.

    Raises:
        WireError: It ended early, or its chunks are broken.
    """
    if framing is None:
        return
    scanner = ChunkScanner() if framing.kind == "chunked" else None
    left = framing.length
    while framing.kind != "length" or left:
        data = await (source.receive(min(left, BUFFER)) if left else source.receive())
        if not data and framing.kind == "close":
            return
        if not data:
            raise WireError("cut off in the body")
        left -= len(data) if framing.kind == "length" else 0
        end = scanner.feed(data) if scanner else None
        await sink.send(data if end is None else data[:end])
        if end is not None:
            source.unread(data[end:])
            return
