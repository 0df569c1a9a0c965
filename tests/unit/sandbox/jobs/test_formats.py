"""The choice of a format before fetching."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.errors import FileTooLargeError, UnsupportedUrlError
from bossbot.media.budget import HEIGHTS, budget
from bossbot.media.facts import Facts
from bossbot.sandbox.jobs.formats.choose import (
    CONVERTED,
    Choice,
    choose,
    converted_height,
)

pytestmark = pytest.mark.unit

MB = 1024 * 1024


def whole(height: int, mb: float | None = None, **more: Any) -> dict[str, Any]:
    """A format with picture and sound."""
    size = None if mb is None else int(mb * MB)
    return {
        "format_id": f"w{height}",
        "vcodec": "avc1.64001f",
        "acodec": "mp4a.40.2",
        "height": height,
        "width": height * 16 // 9,
        "protocol": "https",
        "filesize": size,
        **more,
    }


def picture(height: int, mb: float, **more: Any) -> dict[str, Any]:
    """A format without sound."""
    return whole(height, mb, **{"format_id": f"v{height}", "acodec": "none", **more})


def sound(mb: float, **more: Any) -> dict[str, Any]:
    """A format without picture."""
    size = int(mb * MB)
    codecs = {"vcodec": "none", "acodec": "mp4a.40.2", "filesize": size}
    return {"format_id": f"a{mb}", "protocol": "https", **codecs, **more}


def chosen(
    formats: list[dict[str, Any]],
    wanted: str = "best",
    *,
    fit: float = 20,
    most: float = 500,
    duration: float | None = None,
) -> list[str]:
    """The ids of what is chosen."""
    choice: Choice = choose(
        formats,
        wanted=wanted,
        fit_bytes=int(fit * MB),
        max_bytes=int(most * MB),
        duration=duration,
    )
    return [one["format_id"] for one in choice]


def test_the_best_that_fits_is_taken() -> None:
    """Nothing has to be converted if a good enough format fits as it is."""
    assert chosen([whole(360, 5), whole(720, 18), whole(1080, 60)]) == ["w720"]


def test_a_fitting_but_poor_format_is_passed_over() -> None:
    """Below 360 lines it is worth it to convert a better one."""
    formats = [whole(144, 2), whole(720, 80), whole(1080, 160)]
    assert chosen(formats) == ["w720"]


@pytest.mark.parametrize(
    ("seconds", "source"), [(None, "w720"), (100, "w720"), (300, "w480"), (600, "w360")]
)
def test_what_is_converted_is_fetched_as_tall_as_it_ends(
    seconds: float | None, source: str
) -> None:
    """More pixels than the limit has bits for would only be fetched and thrown away."""
    heights = {360: 22, 480: 40, 720: 80, 1080: 160, 2160: 400}
    formats = [whole(height, mb) for height, mb in heights.items()]
    assert chosen(formats, duration=seconds) == [source]


@pytest.mark.parametrize("seconds", [20, 60, 120, 240, 400, 570])
@pytest.mark.parametrize("limit_mb", [10, 20, 50])
@pytest.mark.parametrize("fps", [24, 30, 60])
@pytest.mark.parametrize("upright", [False, True])
def test_the_height_is_the_one_that_the_conversion_ends_at(
    seconds: float, limit_mb: int, fps: float, upright: bool
) -> None:
    """What is fetched is not lower than the converter's plan, and hardly taller."""
    long, short = 1920, 1080
    facts = Facts(
        kind="video",
        mime="video/mp4",
        container="mp4",
        opener="mov",
        size=500 * MB,
        width=short if upright else long,
        height=long if upright else short,
        duration=seconds,
        frame_rate=fps,
        video_codec="h264",
        video_stream=0,
        audio_stream=1,
    )
    plan = budget(facts, limit_mb * MB)
    assert plan is not None
    end = min(plan.width, plan.height)
    shape = {"width": facts.width, "height": facts.height, "fps": fps}
    height = converted_height(limit_mb * MB, seconds, shape)
    steps = [one for one in HEIGHTS if end <= one <= height]
    assert height >= min(end, CONVERTED[0])
    assert len(steps) <= 2


def test_a_poor_format_is_taken_where_there_is_no_other() -> None:
    """What is small at its best is not converted."""
    assert chosen([whole(144, 1), whole(240, 2)]) == ["w240"]


def test_more_than_full_hd_is_not_fetched() -> None:
    """Nobody sees four times the pixels in a chat."""
    assert chosen([whole(1080, 9), whole(2160, 12)]) == ["w1080"]


def test_portrait_counts_by_its_shorter_side() -> None:
    """A 1080 by 1920 clip is full HD, not more."""
    tall = {**whole(1080, 9), "height": 1920, "width": 1080}
    assert chosen([whole(720, 5), tall, whole(2160, 9)]) == ["w1080"]


def test_what_can_be_copied_wins_at_equal_height() -> None:
    """H.264 with AAC needs no conversion."""
    vp9 = {"vcodec": "vp9", "acodec": "opus", "format_id": "vp9", "tbr": 900}
    assert chosen([whole(720, 9), whole(720, 9, **vp9)]) == ["w720"]


AV1 = {"vcodec": "av01.0.05M.08", "acodec": "mp4a.40.2", "ext": "mp4"}
HEVC = {"vcodec": "hvc1.1.6.L93.B0", "ext": "mp4"}
WEBM = {"vcodec": "vp9", "acodec": "opus", "ext": "webm"}
HDR = {"vcodec": "vp09.02.51.10", "ext": "webm", "dynamic_range": "HDR10"}
TEN_BITS = {"vcodec": "avc1.6e0032"}
MP3_WITHIN = {"acodec": "mp4a.6B", "ext": "mp4"}
UNTOLD = {"vcodec": None, "acodec": None, "ext": "mp4"}


@pytest.mark.parametrize("other", [AV1, HEVC, WEBM, HDR, TEN_BITS, MP3_WITHIN, UNTOLD])
def test_at_equal_height_h264_with_aac_wins(other: dict[str, Any]) -> None:
    """It plays everywhere and is copied; yt-dlp itself would take the other one."""
    formats = [whole(720, 9), whole(720, 8, format_id="other", **other)]
    assert chosen(formats) == ["w720"]
    assert chosen(formats, fit=5) == ["w720"]


@pytest.mark.parametrize(
    ("other", "fits_as_it_is"),
    [(WEBM, True), (UNTOLD, True), (AV1, False), (HEVC, False), (HDR, False)],
)
def test_what_has_to_be_converted_does_not_fit_as_it_is(
    other: dict[str, Any], fits_as_it_is: bool
) -> None:
    """A taller one is taken if it plays; else the good one that needs nothing."""
    formats = [whole(480, 5), whole(720, 9, format_id="other", **other)]
    assert chosen(formats) == (["other"] if fits_as_it_is else ["w480"])


def test_everybody_shall_see_it() -> None:
    """From 720 lines on that counts more than being taller; below it doesn't."""
    tall = whole(1080, 9, format_id="webm", **WEBM)
    assert chosen([whole(720, 9), tall]) == ["w720"]
    assert chosen([whole(480, 9), tall]) == ["webm"]
    assert chosen([whole(720, 9), whole(1080, 12), tall]) == ["w1080"]
    assert chosen([whole(720, 9), whole(1080, 12, **UNTOLD)]) == ["w1080"]


def test_vp9_rather_than_av1_where_it_is_webm() -> None:
    """More devices play it; yt-dlp itself would take the other one."""
    vp9, av1 = {**WEBM, "format_id": "vp9"}, {**WEBM, "vcodec": "av01.0.05M.08"}
    assert chosen([whole(720, 9, **vp9), whole(720, 8, **av1)]) == ["vp9"]
    assert chosen([whole(480, 9, **vp9), whole(720, 8, **av1)]) == ["w720"]


def test_what_has_to_be_converted_is_taken_where_there_is_nothing_else() -> None:
    """And then not taller than the conversion ends, though all would fit."""
    formats = [whole(height, height / 100, **AV1) for height in (360, 720, 1080)]
    assert chosen(formats) == ["w720"]


def test_hdr_is_left_out_even_where_it_is_better() -> None:
    """Converted it looks pale, copied it doesn't play."""
    assert chosen([whole(360, 5), whole(1080, 9, **HDR)]) == ["w360"]
    assert chosen([whole(480, 40), whole(720, 80, **HDR)]) == ["w480"]
    assert chosen([whole(1080, 9, **HDR)]) == ["w1080"]


def test_one_file_rather_than_segments() -> None:
    """Equal in all else, one request beats hundreds."""
    stream = {"protocol": "m3u8_native", "format_id": "hls"}
    assert chosen([whole(720, 9), whole(720, 9, **stream)]) == ["w720"]


def test_the_original_language_is_kept() -> None:
    """A dubbed sound is none of the choices, however well it fits."""
    original = sound(4, format_id="original", language_preference=10)
    dubbed = sound(1, format_id="dubbed", language_preference=-1)
    assert chosen([dubbed, original, picture(720, 9)]) == ["v720", "original"]
    assert chosen([dubbed, original], "audio", fit=2) == ["original"]
    assert chosen([dubbed, original, picture(720, 9)], "smallest") == [
        "v720",
        "original",
    ]


def test_a_description_for_the_blind_is_not_the_sound() -> None:
    """A stream's second sound is only taken where it is the only one."""
    beside = sound(1, format_id="beside", source_preference=-2)
    assert chosen([sound(3), beside, picture(720, 9)]) == ["v720", "a3"]
    assert chosen([beside], "audio") == ["beside"]


def test_what_the_extractor_warns_of_is_left_out() -> None:
    """Damaged formats, and GIFs beside the same as video."""
    gif = whole(720, 3, format_id="gif", preference=-10)
    assert chosen([gif, whole(480, 3)]) == ["w480"]
    assert chosen([gif]) == ["gif"]


def test_picture_and_sound_are_paired() -> None:
    """Apart, they are chosen together, by their sum."""
    formats = [sound(1), sound(3), picture(480, 10), picture(720, 18)]
    assert chosen(formats) == ["v720", "a1"]


def test_a_picture_gets_the_sound_that_goes_with_it() -> None:
    """AAC with H.264, though Opus may be better; Opus with VP9."""
    low, high = (sound(size, acodec="opus") for size in (1, 3))
    sounds = [low, sound(2), high]
    assert chosen([*sounds, picture(720, 9)]) == ["v720", "a2"]
    assert chosen([*sounds, picture(720, 9, vcodec="vp9")]) == ["v720", "a3"]


def test_a_silent_video_stays_alone() -> None:
    """Without any sound the picture is all there is."""
    assert chosen([picture(360, 4), picture(720, 8)]) == ["v720"]


def test_a_video_with_sound_rather_than_a_taller_one_without() -> None:
    """A silent format without a sound to pair it with is no better."""
    assert chosen([whole(480, 5), picture(720, 8)]) == ["w480"]


def test_audio_prefers_the_best_sound_alone() -> None:
    """For `audio` no picture is fetched if that is possible."""
    assert chosen([sound(1), sound(4), whole(720, 9)], "audio", fit=10) == ["a4"]


def test_audio_under_the_limit_of_audio() -> None:
    """The best that fits; without any, the one that has to shrink least."""
    formats = [sound(2), sound(8), sound(14), sound(30)]
    assert chosen(formats, "audio", fit=10) == ["a8"]
    assert chosen(formats[2:], "audio", fit=10) == ["a14"]


def test_audio_of_which_no_size_is_known() -> None:
    """The best, whether one can guess at the size or not."""
    formats = [sound(0, format_id="low"), sound(0, format_id="high")]
    for seconds in (None, 60, 36_000):
        assert chosen(formats, "audio", duration=seconds) == ["high"]


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        # as good to the ear: what plays everywhere
        ([("mp4a.40.2", 129), ("opus", 160)], "mp4a.40.2"),
        # but not at any price
        ([("mp4a.40.5", 48), ("opus", 70)], "opus"),
        ([("mp3", 128), ("flac", 900)], "mp3"),
        ([("vorbis", 160), ("ec-3", 640)], "vorbis"),
        ([("flac", 900)], "flac"),
    ],
)
def test_audio_that_needs_no_conversion(
    formats: list[tuple[str, int]], expected: str
) -> None:
    """AAC, MP3, Opus and Vorbis are copied; all others would be encoded anew."""
    sounds = [
        sound(2, format_id=codec, acodec=codec, abr=rate) for codec, rate in formats
    ]
    assert chosen(sounds, "audio", fit=10) == [expected]


def test_audio_of_a_video_without_a_track_of_its_own() -> None:
    """Otherwise the least picture that has a good sound with it."""
    assert chosen([whole(144, 1), whole(720, 9)], "audio") == ["w144"]
    poor = whole(144, 1, format_id="3gp", acodec="samr")
    assert chosen([poor, whole(240, 2), whole(720, 9)], "audio") == ["w240"]


def test_smallest_is_small_but_not_a_stamp() -> None:
    """`smallest` means bytes, from 240 lines on."""
    formats = [whole(144, 1), whole(240, 3), whole(720, 9)]
    assert chosen(formats, "smallest") == ["w240"]
    efficient = whole(360, 2, **AV1)
    assert chosen([*formats, efficient], "smallest") == ["w360"]
    assert chosen([whole(144), whole(360), whole(720, 9)], "smallest") == ["w360"]


def test_video_needs_a_picture() -> None:
    """Sound alone is no video, but it is the best of a podcast."""
    assert chosen([sound(3)]) == ["a3"]
    with pytest.raises(UnsupportedUrlError):
        chosen([sound(3)], "video")


def test_sizes_are_estimated_by_bit_rate() -> None:
    """A manifest tells rates: 100 s at 1 Mbit/s are about 12 MB, at 4 about 48."""
    low = whole(480, format_id="low", tbr=1000)
    high = whole(720, format_id="high", tbr=4000)
    assert chosen([low, high], duration=100) == ["low"]


def test_a_manifest_tells_its_own_length() -> None:
    """Without a duration its segments are counted."""
    pieces = [{"duration": 4.0}] * 25
    low = picture(480, 0, format_id="low", tbr=1000, fragments=pieces)
    high = picture(720, 0, format_id="high", tbr=4000, fragments=pieces)
    track = sound(0, format_id="track", tbr=96, fragments=pieces)
    assert chosen([track, low, high]) == ["low", "track"]


def test_a_list_that_is_not_made_yet_tells_nothing() -> None:
    """Some extractors make the segments while they are fetched."""
    low = whole(480, format_id="low", tbr=1000, fragments=iter([{"duration": 9.0}]))
    assert chosen([low, whole(720, format_id="high", tbr=4000)]) == ["high"]
    assert list(low["fragments"])


def test_a_stream_does_not_tell_the_rate_of_its_sound() -> None:
    """HLS names pictures with their rates, and sounds without any."""
    low = picture(480, 0, format_id="low", tbr=1000)
    high = picture(720, 0, format_id="high", tbr=1600)
    track = sound(0, format_id="track", acodec=None)
    assert chosen([track, low, high], duration=100) == ["low", "track"]
    assert chosen([track, low, high], fit=22, duration=100) == ["high", "track"]


def test_unknown_sizes_leave_the_height_to_decide() -> None:
    """Where nothing is known it is taken as tall as it would be if converted."""
    formats = [whole(360), whole(720), whole(1080), whole(2160)]
    assert chosen(formats) == ["w720"]
    assert chosen(formats, duration=600) == ["w360"]
    assert chosen(formats[:1]) == ["w360"]
    assert chosen(formats[2:]) == ["w1080"]


def test_what_is_known_to_be_too_large_is_not_fetched() -> None:
    """The error comes before the bytes, with the least there would have been."""
    with pytest.raises(FileTooLargeError) as caught:
        chosen([whole(360, 600), whole(720, 900)])
    assert caught.value.data == {"size_mb": 600.0, "max_mb": 500.0}
    assert chosen([whole(360, 400), whole(720, 900)]) == ["w360"]


def test_an_estimate_alone_refuses_nothing() -> None:
    """Rates are peaks: the least is tried where all seem too large."""
    low = whole(360, format_id="low", tbr=1000)
    high = whole(720, format_id="high", tbr=4000)
    assert chosen([low, high], most=10, duration=100) == ["low"]
    assert chosen([low, high], fit=5, most=20, duration=100) == ["low"]


@pytest.mark.parametrize(
    "how",
    [
        {"protocol": "rtmp"},
        {"protocol": "websocket_frag"},
        {"protocol": "mhtml"},
        {"has_drm": True},
        {"vcodec": "none", "acodec": "none"},
    ],
)
def test_formats_that_are_out_of_the_question(how: dict[str, Any]) -> None:
    """Programs, copy protection and storyboards are no choice."""
    with pytest.raises(UnsupportedUrlError):
        chosen([whole(720, 5, **how)])


def test_a_bare_link_has_one_format_that_nothing_is_known_of() -> None:
    """A direct link's only format is taken as it is."""
    assert chosen([{"format_id": "0", "protocol": "https"}]) == ["0"]


@pytest.mark.parametrize(
    "odd",
    ["12", float("inf"), float("nan"), 10**400, [1], True, -(10**400)],
    ids=["text", "endless", "nan", "huge", "list", "truth", "negative"],
)
def test_numbers_that_are_none(odd: object) -> None:
    """Whatever a site tells, something is chosen, or there is nothing to choose."""
    names = ("filesize", "tbr", "height", "preference", "language_preference")
    for name in names:
        formats = [whole(360, 5, tbr=300), {**whole(720, 18), name: odd}]
        assert chosen(formats, duration=60.0)
        assert chosen([sound(3, abr=odd, tbr=odd)], "audio", duration=60.0)
    assert chosen([whole(360, tbr=300)], duration=float("inf"))
