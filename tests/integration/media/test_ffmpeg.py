"""The runs of ffmpeg themselves: two passes, CPU slots, deadlines, rotation."""

from __future__ import annotations

import asyncio
import fcntl
from dataclasses import replace
from pathlib import Path

import pytest

from bossbot.adapters.media import SandboxedMedia
from bossbot.errors import FileTooLargeError, InvalidFileError
from bossbot.media.plans import Converted, StreamPlan
from bossbot.media.stream import second_look, stream_plans
from bossbot.models import Format
from tests.integration.media.stages import MB, Stages
from tests.unit.media.examples import limits
from tests.world import media as world

pytestmark = pytest.mark.integration


async def convert(
    media: SandboxedMedia,
    source: Path,
    target: Path,
    plan: StreamPlan,
    deadline: float = 60,
) -> Converted:
    """Carry a plan out."""
    facts = await media.probe(source)
    return await media.convert_stream(
        source, target, facts, plan, deadline=deadline, report=lambda _: None
    )


async def an_encode(media: SandboxedMedia, source: Path, size: int) -> StreamPlan:
    """The plan that encodes the source into so many bytes."""
    facts = await media.probe(source)
    plans = stream_plans(facts, limits(size / MB), Format.BEST)
    return next(plan for plan in plans if plan.action == "encoded")


async def test_two_passes_fill_the_limit(media: SandboxedMedia, tmp_path: Path) -> None:
    """Nearly all of it, never more; what the first pass wrote down is gone."""
    source = world.made(
        "720p.mp4", world.h264_mp4, seconds=2, width=1280, height=720, size=2 * MB
    )
    target = tmp_path / "out.mp4"
    plan = await an_encode(media, source, 400_000)
    better = second_look(await media.probe(source), plan, 100_000, 40.0)
    assert better is not None

    await convert(media, source, target, better)

    assert 250_000 < target.stat().st_size <= 400_000
    assert [path.name for path in tmp_path.glob("out*")] == ["out.mp4"]


async def test_an_encode_waits_for_a_cpu_slot(
    media: SandboxedMedia, tmp_path: Path
) -> None:
    """The lock is another process's; waiting for it does not count as running."""
    source = world.made("clip.mp4", world.h264_mp4)
    plan = await an_encode(media, source, 10_000_000)
    plan = replace(plan, limit=10 * MB)
    with (tmp_path / "cpu-0.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = asyncio.create_task(
            convert(media, source, tmp_path / "out.mp4", plan, deadline=30)
        )
        await asyncio.sleep(0.5)
        assert not (tmp_path / "out.mp4").exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
        how = await running
    assert how.seconds > 0
    assert (tmp_path / "out.mp4").exists()


async def test_a_copy_does_not_wait(media: SandboxedMedia, tmp_path: Path) -> None:
    """It takes no CPU worth queueing for."""
    source = world.made("clip.mp4", world.h264_mp4)
    facts = await media.probe(source)
    plan = stream_plans(facts, limits(10), Format.BEST)[0]
    with (tmp_path / "cpu-0.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        await convert(media, source, tmp_path / "out.mp4", plan)


async def test_what_takes_too_long_is_ended(
    media: SandboxedMedia, tmp_path: Path
) -> None:
    """The process is killed, the reason told, the CPU slot free again."""
    source = world.made(
        "1080p.mp4", world.h264_mp4, seconds=8, width=1920, height=1080, size=20 * MB
    )
    plan = await an_encode(media, source, 2 * MB)
    for _ in range(2):
        with pytest.raises(InvalidFileError, match="too_slow"):
            await convert(media, source, tmp_path / "out.mp4", plan, deadline=0.3)


async def test_a_result_that_outgrows_its_limit_is_stopped(
    media: SandboxedMedia, tmp_path: Path
) -> None:
    """Whatever the file's header said: the kernel holds the size."""
    source = world.made(
        "20mb.mp4", world.h264_mp4, seconds=8, width=640, height=360, size=20 * MB
    )
    plan = stream_plans(await media.probe(source), limits(25), Format.BEST)[0]
    with pytest.raises(FileTooLargeError):
        await convert(media, source, tmp_path / "out.mp4", replace(plan, limit=MB))
    assert (tmp_path / "out.mp4").stat().st_size <= 2 * MB


async def test_a_turned_video_comes_out_upright(stages: Stages, tmp_path: Path) -> None:
    """A phone's rotation is carried out by an encode, or kept by a copy."""
    source = tmp_path / "turned.mp4"
    world.ffmpeg(
        *("-display_rotation", "90", "-i", str(world.made("clip.mp4", world.h264_mp4))),
        *("-c", "copy", str(source)),
    )
    copied, _ = await stages.both(source)
    assert (copied.action, copied.width, copied.height) == ("copied", 180, 320)

    stages.limit = copied.size - 1
    encoded, _ = await stages.both(source)
    assert encoded.action == "encoded"
    assert encoded.height > encoded.width  # type: ignore[operator]
