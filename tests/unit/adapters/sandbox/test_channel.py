"""What a job says can be written down, whatever it is."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bossbot.adapters.sandbox.channel import listen
from bossbot.errors import BossBotError, UnknownError
from bossbot.models import Progress
from bossbot.sandbox.protocol import JobProgress

pytestmark = pytest.mark.unit

PROGRESS = '{"event":"progress","done":1,"name":"%s","file_number":1,"file_count":1}'
RESULT = '{"event":"result","value":{"%s":["%s"]}}'
ERROR = '{"event":"error","error":{"code":"network","data":{"a":"%s"}}}'


async def heard(line: str | bytes) -> tuple[list[JobProgress], Any]:
    reader = asyncio.StreamReader()
    reader.feed_data((line.encode() if isinstance(line, str) else line) + b"\n")
    reader.feed_eof()
    told: list[JobProgress] = []
    return told, await listen(reader, told.append)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (r"boat \ud83d", "boat ?"),
        (r"\uDE80 boat", "? boat"),
        (r"boat \ud83d\ude80", "boat 🚀"),
        (r"boat \\ud83d", r"boat \ud83d"),
        ("boat 🚀", "boat 🚀"),
    ],
)
async def test_half_a_character(said: str, meant: str) -> None:
    """Titles are cut in the middle of an emoji; no record can hold the half."""
    [progress], _ = await heard(PROGRESS.replace("%s", said))
    assert progress.name == meant
    assert Progress(stage="fetch", name=progress.name).model_dump_json()
    _, outcome = await heard(RESULT.replace("%s", said))
    assert outcome == ({meant: [meant]},)
    _, error = await heard(ERROR.replace("%s", said))
    assert isinstance(error, BossBotError)
    assert error.data["a"] == meant


@pytest.mark.parametrize(
    "line",
    [
        b'{"event":"progress","done":1,"name":"\xed\xa0\xbd","file_number":1}',
        '{"event":"result","value":"\ud83d"}'.encode("utf-16", "surrogatepass"),
        b"[]",
        b"{",
        b"[" * 100_000,
    ],
)
async def test_nonsense(line: bytes) -> None:
    """It is an error of ours, and nothing else happens."""
    with pytest.raises(UnknownError):
        await heard(line)
