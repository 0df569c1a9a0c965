"""What the end of a probe says of the file, and what it doesn't."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any, cast

import pytest

from bossbot.adapters.ffmpeg import Ffmpeg
from bossbot.adapters.media import SandboxedMedia
from bossbot.adapters.sandbox import Exit, JobCrashedError, JobSpec, Sandbox
from bossbot.errors import InvalidFileError
from bossbot.sandbox.protocol import BROKEN, OUT_OF_MEMORY, SETUP_FAILED

pytestmark = pytest.mark.unit

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
FACTS: dict[str, Any] = {"kind": "image", "width": 4, "height": 3, "pixel_format": "L"}


class FakeSandbox:
    """A job that ends as a test says."""

    def __init__(self, end: Any) -> None:
        self._end = end

    async def run(self, _: JobSpec) -> Any:
        """Run it."""
        if isinstance(self._end, Exit):
            raise JobCrashedError.of(self._end)
        return self._end


def a_media(end: Any) -> SandboxedMedia:
    sandbox = cast("Sandbox", FakeSandbox(end))
    return SandboxedMedia(sandbox=sandbox, ffmpeg=cast("Ffmpeg", None), memory=1)


def ended(code: int | None = None, by: int | None = None) -> Exit:
    return Exit(code=code, signal=by, max_rss=1)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file that begins as a picture does."""
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    return path


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (ended(by=signal.SIGSEGV), "damaged"),
        (ended(by=signal.SIGABRT), "damaged"),
        (ended(by=signal.SIGXFSZ), "damaged"),
        (ended(code=BROKEN), "damaged"),
        (ended(code=1), "damaged"),
        (ended(code=OUT_OF_MEMORY), "too_complex"),
    ],
)
async def test_a_decoder_that_dies_speaks_against_the_file(
    source: Path, end: Exit, reason: str
) -> None:
    """It would die again: the file is refused for good, not tried five times."""
    with pytest.raises(InvalidFileError) as raised:
        await a_media(end).probe(source)
    assert raised.value.data == {"reason": reason}


@pytest.mark.parametrize("end", [ended(by=signal.SIGKILL), ended(code=SETUP_FAILED)])
async def test_what_never_looked_says_nothing_of_the_file(
    source: Path, end: Exit
) -> None:
    """Killed from outside, or not begun: a good file must not be deleted for it."""
    with pytest.raises(JobCrashedError) as raised:
        await a_media(end).probe(source)
    assert not raised.value.permanent


@pytest.mark.parametrize(
    "lie",
    [
        {"width": -1},
        {"duration": float("nan")},
        {"frame_rate": 1e30},
        {"pixel_format": "x" * 1_000_000},
        {"kind": "text"},
        {"height": "tall"},
    ],
)
async def test_facts_that_make_no_sense(source: Path, lie: dict[str, Any]) -> None:
    """A decoder that was taken over can't bring our arithmetic down."""
    with pytest.raises(InvalidFileError):
        await a_media(FACTS | lie).probe(source)
    assert (await a_media(FACTS).probe(source)).width == 4


@pytest.mark.parametrize("value", [None, [], "facts", 7])
async def test_an_answer_that_is_none(source: Path, value: Any) -> None:
    """Nor can it by another shape."""
    with pytest.raises(InvalidFileError):
        await a_media(value).probe(source)
