"""The bytes of a limit become bitrates, height and frame rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.media.budget import MIN_BITS_PER_PIXEL, budget
from tests.unit.media.examples import MB, a_video

pytestmark = pytest.mark.unit


def test_the_bitrates_fill_the_limit_and_no_more() -> None:
    """Picture and sound together, over the duration, stay below the limit."""
    figures = budget(a_video(), 10 * MB)
    assert figures is not None
    total = (figures.video_bitrate + figures.audio_bitrate) * 60 / 8
    assert 0.9 * 10 * MB < total < 10 * MB


@pytest.mark.parametrize(
    ("mb", "height"), [(20, 720), (10, 720), (7, 540), (5, 480), (3, 360), (1, 180)]
)
def test_the_height_follows_the_bits_per_pixel(mb: int, height: int) -> None:
    """The largest height with at least 0.04 bits per pixel."""
    figures = budget(a_video(), mb * MB)
    assert figures is not None
    assert figures.height == height
    bits = figures.video_bitrate / (figures.width * figures.height * 30)
    assert bits >= MIN_BITS_PER_PIXEL


def test_small_videos_are_not_enlarged() -> None:
    """A height below the first step stays as it is."""
    figures = budget(a_video(width=426, height=240), 20 * MB)
    assert figures is not None
    assert (figures.width, figures.height) == (426, 240)


def test_upright_videos_are_measured_by_their_shorter_side() -> None:
    """A phone's video keeps its shape."""
    figures = budget(a_video(width=1080, height=1920), 20 * MB)
    assert figures is not None
    assert (figures.width, figures.height) == (720, 1280)


def test_sharpness_goes_before_smoothness() -> None:
    """60 frames a second are halved when the bits don't do for both."""
    plenty = budget(a_video(frame_rate=60.0), 50 * MB)
    scarce = budget(a_video(frame_rate=60.0), 8 * MB)
    assert plenty is not None
    assert plenty.frame_rate is None
    assert scarce is not None
    assert scarce.frame_rate == 30.0


def test_hopeless_limits_have_no_budget() -> None:
    """An hour does not fit into a megabyte."""
    assert budget(a_video(duration=3600.0), MB) is None


def test_long_videos_shrink_so_that_the_time_suffices() -> None:
    """An hour with bits to spare is still scaled down."""
    figures = budget(a_video(duration=3600.0), 500 * MB)
    assert figures is not None
    assert figures.height < 480


@given(
    width=st.integers(1, 8000),
    height=st.integers(1, 8000),
    seconds=st.floats(0.01, 1e6),
    rate=st.floats(0.01, 1000),
    limit=st.integers(1, 100 * MB),
)
def test_every_budget_can_be_encoded(
    width: int, height: int, seconds: float, rate: float, limit: int
) -> None:
    """Even sides, positive rates, never over the limit: whatever a file claims."""
    facts = a_video(width=width, height=height, duration=seconds, frame_rate=rate)
    figures = budget(facts, limit)
    if figures is None:
        return
    assert figures.width % 2 == figures.height % 2 == 0
    assert min(figures.width, figures.height, figures.video_bitrate) > 0
    assert figures.frame_rate is None or figures.frame_rate <= 60
    bits = (figures.video_bitrate + figures.audio_bitrate) * max(seconds, 0.1)
    assert bits / 8 <= limit
