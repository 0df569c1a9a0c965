"""Into how many parts media is cut, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.adapters.ffmpeg_runs import runs_of
from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan
from bossbot.media.split import MOST_PARTS, fits_in_parts, split_plans
from bossbot.models import Format
from tests.unit.media.examples import MB, a_sound, a_video, limits

pytestmark = pytest.mark.unit
HOUR = 3600.0


def plans(facts: Facts, mb: float, wanted: Format = Format.BEST) -> list[StreamPlan]:
    return list(split_plans(facts, limits(mb), wanted))


def test_packets_are_kept_in_as_few_parts_as_may_fit() -> None:
    """With room for key frames that come late; with more of it the second time."""
    first, second, *_ = plans(a_video(size=60 * MB), 20)
    assert (first.action, second.action) == ("copied", "copied")
    assert (len(first.cuts) + 1, len(second.cuts) + 1) == (4, 5)
    assert first.cuts == (15.0, 30.0, 45.0)
    assert first.limit == 20 * MB


def test_the_last_plan_encodes_and_is_safer() -> None:
    """Parts as few as a good picture allows, each within the limit."""
    *_, good, safe = plans(a_video(size=900 * MB, duration=HOUR), 20)
    assert (good.action, safe.action) == ("encoded", "encoded")
    assert len(good.cuts) == len(safe.cuts) < MOST_PARTS
    assert "libx264" in good.arguments
    assert good.arguments != safe.arguments


def test_what_no_browser_plays_is_never_copied() -> None:
    """Its packets would be of no use."""
    found = plans(a_video(video_codec="hevc", size=60 * MB), 20)
    assert found
    assert {plan.action for plan in found} == {"encoded"}


def test_never_more_than_ten_parts() -> None:
    """Whatever would be needed."""
    for size in (15 * MB, 150 * MB, 400 * MB):
        found = plans(a_video(size=size, duration=2 * HOUR), 8)
        assert all(1 <= len(plan.cuts) < MOST_PARTS for plan in found)
    assert plans(a_video(duration=30 * HOUR, size=500 * MB), 8) == []


def test_sound_alone() -> None:
    """Of a video it is encoded: how large its packets are is not known."""
    copied, *_ = plans(a_sound(size=30 * MB, duration=1000.0), 10)
    assert (copied.action, copied.muxer, len(copied.cuts)) == ("copied", "mp3", 3)
    found = plans(a_video(duration=HOUR), 10, Format.AUDIO)
    assert {(plan.action, plan.kind) for plan in found} == {("encoded", "audio")}
    assert len(found[0].cuts) + 1 == 7  # at 128 kbit/s


def test_a_limit_of_nothing() -> None:
    """Fits nothing."""
    assert plans(a_video(), 0) == []


@pytest.mark.parametrize(
    ("size", "seconds", "fits"),
    [
        (60 * MB, 60.0, True),
        (170 * MB, None, True),  # by its packets alone
        (900 * MB, 2 * HOUR, True),  # encoded
        (900 * MB, 20 * HOUR, False),
    ],
)
def test_whether_parts_are_worth_an_offer(
    size: int, seconds: float | None, fits: bool
) -> None:
    """As the plans would have it, from what a record tells."""
    limit = 20 * MB
    found = fits_in_parts(size=size, seconds=seconds, limit=limit, sound_alone=False)
    assert found is fits
    facts = a_video(size=size, duration=seconds)
    assert bool(plans(facts, 20)) is fits


def test_one_run_writes_all_parts() -> None:
    """The index of each part comes first; an encoder begins each with a key frame."""
    copied, *_, encoded, _ = plans(a_video(size=60 * MB), 20)
    [run] = runs_of(copied, Path("/job/output/001.mp4"))
    assert (run.muxer, run.output) == ("segment", "001.part%02d.mp4")
    assert "-movflags" not in run.after
    assert "movflags=+faststart" in run.after
    assert "-force_key_frames" not in run.after
    [run] = runs_of(encoded, Path("/job/output/001.mp4"))
    at = run.after.index("-force_key_frames")
    assert run.after[at + 1] == run.after[run.after.index("-segment_times") + 1]
