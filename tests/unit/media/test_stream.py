"""Video and audio: copied where they are fine, else encoded, safer each time."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan
from bossbot.media.stream import gif_plan, second_look, stream_plans
from bossbot.models import Format
from tests.unit.media.examples import MB, a_sound, a_video, an_image, limits

pytestmark = pytest.mark.unit


def first(facts: Facts, mb: float, wanted: Format = Format.BEST) -> StreamPlan:
    """The plan that is tried first."""
    return stream_plans(facts, limits(mb), wanted)[0]


def option(plan: StreamPlan, name: str) -> str:
    """The value of an ffmpeg option."""
    return plan.arguments[plan.arguments.index(name) + 1]


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "flv", "mpegts"])
def test_fitting_h264_is_copied_into_mp4(container: str) -> None:
    """Whatever it was packed in."""
    plan = first(a_video(container=container), 61)
    assert (plan.action, plan.muxer, plan.extension) == ("copied", "mp4", ".mp4")
    assert option(plan, "-c:v") == option(plan, "-c:a") == "copy"
    assert option(plan, "-movflags") == "+faststart"


@pytest.mark.parametrize(
    "changes",
    [
        {"video_codec": "hevc"},
        {"pixel_format": "yuv420p10le"},
        {"pixel_format": "yuv444p"},
        {"container": "avi"},
        {"size": 62 * MB},
    ],
)
def test_the_rest_is_encoded(changes: dict[str, Any]) -> None:
    """What some browser can't play, or what is too large."""
    plan = first(a_video(**changes), 61)
    assert plan.action == "encoded"
    assert option(plan, "-c:v") == "libx264"


def test_only_the_sound_is_encoded_where_only_it_needs_to() -> None:
    """H.264 with Opus: the picture's packets stay."""
    plan = first(a_video(container="matroska", audio_codec="opus"), 61)
    assert option(plan, "-c:v") == "copy"
    assert option(plan, "-c:a") == "aac"


def test_webm_is_copied_as_webm() -> None:
    """VP9 and Opus are posted as they are."""
    plan = first(a_video(container="webm", video_codec="vp9", audio_codec="opus"), 61)
    assert (plan.action, plan.muxer) == ("copied", "webm")


@pytest.mark.parametrize("wanted", list(Format))
def test_nothing_but_picture_and_sound_goes_along(wanted: Format) -> None:
    """One stream of each by number; no tags, chapters, data, subtitles, covers."""
    for plan in stream_plans(
        a_video(video_stream=2, audio_stream=5), limits(61), wanted
    ):
        maps = [
            value
            for name, value in zip(plan.arguments, plan.arguments[1:], strict=False)
            if name == "-map"
        ]
        assert maps == (["0:5"] if wanted is Format.AUDIO else ["0:2", "0:5"])
        assert option(plan, "-map_metadata") == option(plan, "-map_chapters") == "-1"
        assert {"-dn", "-sn"} <= set(plan.arguments)


def test_each_plan_is_safer_than_the_one_before() -> None:
    """Less and less of the limit is aimed at."""
    plans = stream_plans(a_video(), limits(10), Format.BEST)
    rates = [int(option(plan, "-maxrate")) for plan in plans]
    assert len(rates) == 3
    assert rates == sorted(rates, reverse=True)
    assert len(set(rates)) == 3


def test_a_starved_result_with_room_gets_two_passes() -> None:
    """Only then: it costs twice the time."""
    facts = a_video()
    plan = first(facts, 10)
    better = second_look(facts, plan, 5 * MB, 36.0)
    assert better is not None
    assert better.two_pass
    assert "-crf" not in better.arguments
    assert second_look(facts, plan, 9 * MB, 36.0) is None
    assert second_look(facts, plan, 5 * MB, 24.0) is None
    assert second_look(a_video(duration=600.0), plan, 5 * MB, 36.0) is None
    assert second_look(facts, plan, 5 * MB, 36.0, Format.SMALLEST) is None


def test_a_copy_is_never_looked_at_twice() -> None:
    """There is nothing to improve."""
    facts = a_video()
    assert second_look(facts, first(facts, 61), 5 * MB, 36.0) is None


def test_smallest_goes_below_the_original() -> None:
    """At most 480 lines; its limit is the original's size; a copy comes last."""
    plans = stream_plans(a_video(size=20 * MB), limits(50), Format.SMALLEST)
    assert "scale=854:480" in option(plans[0], "-vf")
    assert plans[0].limit == 20 * MB
    assert plans[-1].action == "copied"


def test_a_silent_video_has_no_sound_plan() -> None:
    """Nothing is mapped or encoded that isn't there."""
    plan = first(a_video(audio_stream=None, audio_codec=None), 10)
    assert "-c:a" not in plan.arguments


def test_a_gif_must_become_smaller() -> None:
    """Its own size is the limit of its video."""
    facts = an_image(container="gif", animated=True, duration=3.0, size=MB)
    plan = gif_plan(facts, 20 * MB)
    assert plan is not None
    assert (plan.limit, plan.kind) == (MB, "video")


@pytest.mark.parametrize(
    ("codec", "container", "extension"),
    [
        ("mp3", "mp3", ".mp3"),
        ("aac", "m4a", ".m4a"),
        ("opus", "ogg", ".ogg"),
        ("vorbis", "ogg", ".ogg"),
        ("pcm_s16le", "wav", ".wav"),
    ],
)
def test_sound_that_plays_inline_is_copied(
    codec: str, container: str, extension: str
) -> None:
    """In its own container."""
    plan = first(a_sound(audio_codec=codec, container=container), 10)
    assert (plan.action, plan.extension) == ("copied", extension)


def test_other_sound_becomes_mp3() -> None:
    """FLAC and ALAC don't play everywhere."""
    plan = first(a_sound(audio_codec="flac", container="flac"), 10)
    assert (plan.action, plan.extension) == ("encoded", ".mp3")
    assert option(plan, "-b:a") == "192k"


def test_loose_bytes_forbid_a_copy() -> None:
    """They would be copied along."""
    assert first(a_sound(loose=True), 10).action == "encoded"


def test_little_room_makes_opus() -> None:
    """Ten minutes into 2 MB: below 48 kbit/s Opus sounds better than MP3."""
    plan = first(a_sound(duration=600.0, size=9 * MB), 2)
    assert plan.extension == ".ogg"
    assert option(plan, "-b:a") == "24k"


def test_no_room_at_all_has_no_plan() -> None:
    """A day of sound into a megabyte."""
    facts = a_sound(duration=86400.0, size=80 * MB)
    assert stream_plans(facts, limits(1), Format.BEST) == ()


def test_the_sound_of_a_video_is_taken_out() -> None:
    """As it is, where it is AAC."""
    plan = first(a_video(), 10, Format.AUDIO)
    assert (plan.kind, plan.action, plan.extension) == ("audio", "copied", ".m4a")
    assert "-vn" in plan.arguments
