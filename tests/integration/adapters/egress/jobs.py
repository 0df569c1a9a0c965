"""What a job says to its guard: raw requests, and the requests library."""

from __future__ import annotations

import asyncio
import contextlib
from base64 import b64encode
from urllib.parse import urlsplit

import requests

from bossbot.adapters.egress import EgressSession


def token_line(url: str) -> bytes:
    """The header that lets a job through."""
    parts = urlsplit(url)
    pair = b64encode(f"{parts.username}:{parts.password}".encode())
    return b"Proxy-Authorization: Basic " + pair + b"\r\n"


async def say(session: EgressSession, *lines: str, body: bytes = b"") -> bytes:
    """Send one last request with the token; everything that comes back."""
    head = "\r\n".join([*lines, "Connection: close", ""]).encode("latin-1")
    return await say_raw(session, head + token_line(session.url) + b"\r\n" + body)


async def say_raw(session: EgressSession, data: bytes) -> bytes:
    """Send bytes; everything that comes back until the guard closes (or resets)."""
    answer = b""
    try:
        reader, writer = await asyncio.open_connection(*session.address)
    except ConnectionError:
        return answer
    try:
        writer.write(data)
        while more := await reader.read(65536):
            answer += more
    except ConnectionError:
        pass
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    return answer


async def get(
    session: EgressSession, url: str, *, verify: str | None = None
) -> requests.Response:
    """What the requests library makes of a URL behind the guard."""

    def fetch() -> requests.Response:
        with requests.Session() as client:
            client.trust_env = False
            client.proxies = {"http": session.url, "https": session.url}
            return client.get(url, timeout=30, verify=verify or True)

    return await asyncio.to_thread(fetch)
