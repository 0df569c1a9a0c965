"""One plain HTTP request: the head written anew, the bodies passed through.

Each request goes on a connection of its own, so nothing that one site sends can be
taken for another's answer.
"""

from __future__ import annotations

import asyncio
from typing import Final

from bossbot.adapters.egress.bodies import (
    Framing,
    pass_body,
    request_framing,
    response_framing,
)
from bossbot.adapters.egress.heads import (
    BadHead,
    Headers,
    Request,
    Response,
    end_to_end,
    parse_response,
    values,
    write_head,
)
from bossbot.adapters.egress.policy import Target
from bossbot.adapters.egress.routes import Unreachable
from bossbot.adapters.egress.wire import Wire

_MOST_INTERIM: Final = 8


async def forward(
    job: Wire, site: Wire, request: Request, head: bytes, body: Framing | None
) -> bool:
    """Pass on one request, already addressed, and its answer.

    Args:
        job: Where the request came from; stands behind its head.
        site: A fresh connection for it.
        request: What the job asked.
        head: What the site is sent (see `request_head`).
        body: What follows the head.

    Returns:
        Whether the job's connection can carry another request.

    Raises:
        Unreachable: The site's answer cannot be trusted; the job has got none of it.
        WireError: Somebody broke off in the middle.
    """
    await site.send(head)
    sending = asyncio.create_task(pass_body(job, site, body))
    try:
        try:
            response = await _final_response(job, site, request)
            framing = response_framing(response, request.method)
        except BadHead as bad:
            raise Unreachable(f"the site's answer: bad {bad}") from None
        if response.status == 407:  # the tool would take that for its own proxy's
            raise Unreachable("the upstream proxy wants another password")
        done = sending.done() and not sending.exception()
        alive = (
            request.keeps_alive and done and not (framing and framing.kind == "close")
        )
        await job.send(_response_head(response, framing, alive=alive))
        await pass_body(site, job, framing)
        return alive
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


def request_head(
    request: Request, target: Target, path: str, proxy_headers: Headers | None
) -> tuple[bytes, Framing | None]:
    """The head for the site, or for the upstream proxy where there are its headers.

    Raises:
        BadHead: The request's body has no clear end.
    """
    body = request_framing(request)
    authority = target.authority.removesuffix(":80")
    own = [pair for pair in end_to_end(request.headers) if pair[0].lower() != "host"]
    direct = proxy_headers is None
    line = f"{request.method} {path if direct else f'http://{authority}{path}'}"
    headers = [("Host", authority), *own, *(body.headers if body else [])]
    headers += [("Connection", "close"), *(proxy_headers or [])]
    return write_head(f"{line} {request.version}", headers), body


async def _final_response(job: Wire, site: Wire, request: Request) -> Response:
    for _ in range(_MOST_INTERIM):
        head = await site.read_head()
        if not head:
            raise BadHead("end")
        response = parse_response(head)
        if response.status >= 200:
            return response
        if response.status == 101:
            break
        if response.status == 100 and request.version == "HTTP/1.1":
            await job.send(write_head("HTTP/1.1 100 Continue", []))
    raise BadHead("interim answer")


def _response_head(
    response: Response, framing: Framing | None, *, alive: bool
) -> bytes:
    headers = end_to_end(response.headers)
    if framing is not None:
        headers += framing.headers
    else:  # the answer to HEAD tells the size
        headers += [
            ("Content-Length", length)
            for length in values(response.headers, "content-length")[:1]
            if length.isascii() and length.isdigit()
        ]
    headers.append(("Connection", "keep-alive" if alive else "close"))
    return write_head(f"HTTP/1.1 {response.status} {response.reason}", headers)
