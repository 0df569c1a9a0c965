"""A program that knows nothing of Python goes the same way."""

from __future__ import annotations

import asyncio

import imageio_ffmpeg
import pytest

from bossbot.adapters.egress import EgressSession
from tests.integration.adapters.egress.world import answering, guarded

pytestmark = pytest.mark.integration

TONE = (
    b"RIFF"
    + (36 + 800).to_bytes(4, "little")
    + (
        b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data"
        + (800).to_bytes(4, "little")
        + b"\x80" * 800
    )
)
"""A tenth of a second of silence."""


async def _ffmpeg(session: EgressSession, url: str) -> int:
    """Its exit code after decoding what is at the URL."""
    program = await asyncio.create_subprocess_exec(
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-nostdin", "-v", "error", "-http_proxy", session.url, "-i", url),
        *("-f", "null", "-"),
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    return await program.wait()


async def test_ffmpeg_goes_through_the_guard() -> None:
    """It shows its token only when asked, and reads what it may."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(TONE) + TONE
    async with guarded(answering(raw)) as (site, session):
        assert await _ffmpeg(session, f"{site.url}/tone.wav") == 0
        assert await _ffmpeg(session, f"http://127.0.0.1:{site.port + 1}/a.wav") != 0

    assert session.received >= len(raw)
    assert {refusal.reason for refusal in session.refused} == {"private_address"}
