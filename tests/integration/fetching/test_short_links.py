"""What shorteners may answer, byte for byte; and what becomes of it."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from bossbot.adapters import short_links
from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.short_links import SandboxedShortLinks
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.errors import BossBotError
from bossbot.pipeline.short_links import real_link
from bossbot.settings import Settings

pytestmark = pytest.mark.integration

MB: Final = 1024 * 1024
OK: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
REFUSED: Final = b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n"
ONWARD: Final = b'<meta http-equiv="refresh" content="0;url=%s">'


@asynccontextmanager
async def answering(said: bytes, *, again: bytes = b"") -> AsyncIterator[str]:
    """A site that says the one, then the other for ever, whatever it is asked."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            while again:
                writer.write(again)
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"


class Asked:
    """The real follower, whose sites are allowed to be here."""

    def __init__(self, zygote: ZygoteLauncher, directory: Path) -> None:
        self._sandbox = Sandbox(zygote.socket_path)
        self._directory = directory

    async def target(self, place: str, path: str = "/abc") -> str:
        """Where a link to that place leads."""
        settings = Settings.load(
            storage_root=self._directory / "root", egress_allow=place, _env_file=None
        )
        follower = SandboxedShortLinks(
            sandbox=self._sandbox,
            guard=EgressGuard.from_settings(settings),
            settings=settings,
        )
        return await follower.target(
            f"http://{place}{path}", "other", self._directory / "source"
        )

    async def told(self, said: bytes, *, again: bytes = b"") -> str:
        """Where a site leads that says so."""
        async with answering(said, again=again) as place:
            return await self.target(place)


@pytest.fixture
def asked(zygote: ZygoteLauncher, tmp_path: Path) -> Asked:
    """Follows one link."""
    return Asked(zygote, tmp_path)


def _redirect(location: bytes) -> bytes:
    return b"HTTP/1.1 301 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % location


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://a.example/Größe/写真".encode(), "https://a.example/Größe/写真"),
        (b"https://a.example/\xe4", "https://a.example/\ufffd"),
        (b"//a.example/x", "http://a.example/x"),
    ],
)
async def test_a_redirect_as_the_site_means_it(
    location: bytes, target: str, asked: Asked
) -> None:
    """A path that isn't ASCII is read as UTF-8, as browsers do."""
    assert await asked.told(_redirect(location)) == target


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (b"file:///etc/passwd", "scheme"),
        (b"javascript:alert(1)", "scheme"),
        (b"http://169.254.169.254/latest/meta-data/", "private_address"),
        (b"http://[::ffff:169.254.169.254]/", "private_address"),
        (b"http://0x7f.1/", "private_address"),
        (b"https://user:word@x.com/i/status/1", "credentials"),
        (b"https://x.com@169.254.169.254/", "credentials"),
        ("https://х.com/i/status/1".encode(), "lookalike"),
        (b"https://a.com:6379/", "port"),
        (b"https://a.example/" + b"a" * 3000, "too_long"),
        (b"https://a.example/\x7f\x0b", "control_characters"),
        (b"https://a.example/\xe2\x80\xae4pm", "control_characters"),
    ],
)
async def test_where_no_link_may_lead(
    location: bytes, reason: str, asked: Asked, tmp_path: Path
) -> None:
    """What follows is judged as if a member had written it."""

    class Follower:
        async def target(self, url: str, platform: str, directory: Path) -> str:
            del url, platform, directory
            return await asked.told(_redirect(location))

    with pytest.raises(BossBotError) as caught:
        await real_link(
            "https://t.co/abc", short_links=Follower(), directory=tmp_path, allow=()
        )
    assert caught.value.data == {"reason": reason}
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (_redirect(b"http://[what"), "unsupported_url"),
        (OK + b"\r\n" + ONWARD % b"http://[what", "unsupported_url"),
        (OK + b"\r\nnothing", "unsupported_url"),
        (OK + b"Content-Encoding: gzip\r\n\r\nnot gzip at all", "network"),
        (b"rubbish\r\n\r\n", "network"),
        (b"", "network"),
        (REFUSED % b"500 Oops", "network"),
        (REFUSED % b"403 Forbidden", "permission_denied"),
        (REFUSED % b"410 Gone", "not_found"),
        (REFUSED % b"503 Busy\r\nRetry-After: 7", "rate_limit"),
    ],
)
async def test_answers_that_are_none(said: bytes, code: str, asked: Asked) -> None:
    """They are told as what they are, not as a fault of ours."""
    with pytest.raises(BossBotError) as caught:
        await asked.told(said)
    assert caught.value.code == code


async def test_a_page_that_grows_a_thousand_times(asked: Asked) -> None:
    """Of a page packed a thousand times smaller only the beginning is unpacked."""
    page = ONWARD % b"https://a.example/" + bytes(50 * MB)
    packed = gzip.compress(gzip.compress(page, 9), 9)
    assert len(packed) < 64 * 1024
    head = OK + b"Content-Encoding: gzip, gzip\r\n\r\n"
    assert await asked.told(head + packed) == "https://a.example/"


async def test_a_redirect_with_a_page_without_end(asked: Asked) -> None:
    """Where it leads is in its headers: nothing else is waited for."""
    head = b"HTTP/1.1 302 Found\r\nLocation: https://a.example/\r\n\r\n"
    assert await asked.told(head, again=b"<p>" * 1000) == "https://a.example/"


@pytest.mark.parametrize(
    ("said", "again"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-More: ", b"1" * 1024),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"\r\n", b"<p>" * 1000),
        (OK + b"Content-Encoding: deflate\r\n\r\n", b"\0\0\0\xff\xff" * 1000),
    ],
)
async def test_a_site_that_never_ends(
    said: bytes, again: bytes, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither headers nor pages without end hold anybody up."""
    monkeypatch.setattr(short_links, "_PATIENCE", 2.0)
    with pytest.raises(BossBotError) as caught:
        await asked.told(said, again=again)
    assert caught.value.code in {"network", "unsupported_url"}
    assert not re.search("Error|Exception", str(caught.value.data))
