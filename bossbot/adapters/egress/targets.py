"""What a job asks of its proxy: CONNECT to a site, or one plain HTTP request."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from typing import Final

from bossbot.adapters.egress.heads import BadHead, Request, values
from bossbot.adapters.egress.policy import Policy, Target, split_port

USER: Final = "job"
_PLAIN_URI: Final = re.compile(r"[hH][tT][tT][pP]://([^/?#@\\]+)(/[^#]*|\?[^#]*)?")


def is_authorised(request: Request, token: str) -> bool | None:
    """Whether the request carries the job's token; None where it carries none.

    Compared in constant time.
    """
    match values(request.headers, "proxy-authorization"):
        case []:
            return None
        case [credentials]:
            scheme, _, encoded = credentials.partition(" ")
            try:
                pair = base64.b64decode(encoded.strip(), validate=True)
            except (binascii.Error, ValueError):
                return False
            expected = f"{USER}:{token}".encode()
            return hmac.compare_digest(pair, expected) and scheme.lower() == "basic"
        case _:
            return False


def connect_target(request: Request, policy: Policy) -> Target:
    """Where a CONNECT leads.

    Raises:
        BadHead: It has no host and port, or a body.
        Refused: The host is none.
    """
    host, colon, port = request.target.rpartition(":")
    if not colon or values(request.headers, "transfer-encoding"):
        raise BadHead("CONNECT")
    return policy.target(host, _port(port))


def plain_target(request: Request, policy: Policy) -> tuple[Target, str]:
    """Where a request in absolute form leads, and its path with query.

    Raises:
        BadHead: Not an `http` URI, or one with user or fragment. TLS is never opened
            here, so there is no `https` one.
        Refused: The host is none.
    """
    match = _PLAIN_URI.fullmatch(request.target)
    if match is None:
        raise BadHead("request target")
    authority, path = match[1], match[2] or "/"
    host, port = authority, "80"
    if not authority.endswith("]") and ":" in authority:
        host, _, port = authority.rpartition(":")
    path = path if path.startswith("/") else f"/{path}"
    return policy.target(host, _port(port or "80")), path


def _port(text: str) -> int:
    try:
        return split_port(text)
    except ValueError:
        raise BadHead("port") from None
