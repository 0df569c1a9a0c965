"""The choice of a format before fetching."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.errors import FileTooLargeError, UnsupportedUrlError
from bossbot.sandbox.jobs.formats import Choice, choose

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
    """Below 360 lines converting a better one is worth it; the lowest good source."""
    formats = [whole(144, 2), whole(480, 40), whole(720, 80), whole(1080, 160)]
    assert chosen(formats) == ["w480"]


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


def test_picture_and_sound_are_paired() -> None:
    """Apart, they are chosen together, by their sum."""
    formats = [sound(1), sound(3), picture(480, 10), picture(720, 18)]
    assert chosen(formats) == ["v720", "a1"]


def test_a_silent_video_stays_alone() -> None:
    """Without any sound the picture is all there is."""
    assert chosen([picture(360, 4), picture(720, 8)]) == ["v720"]


def test_audio_prefers_the_best_sound_alone() -> None:
    """For `audio` no picture is fetched if that is possible."""
    assert chosen([sound(1), sound(4), whole(720, 9)], "audio", fit=10) == ["a4"]


def test_audio_of_a_video_without_a_track_of_its_own() -> None:
    """Otherwise the least picture that has the sound with it."""
    assert chosen([whole(144, 1), whole(720, 9)], "audio") == ["w144"]


def test_smallest_is_small_but_not_a_stamp() -> None:
    """`smallest` means bytes, from 240 lines on."""
    formats = [whole(144, 1), whole(240, 3), whole(720, 9)]
    assert chosen(formats, "smallest") == ["w240"]


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


def test_unknown_sizes_leave_quality_to_decide() -> None:
    """Where nothing is known the best is taken; the guard counts anyway."""
    assert chosen([whole(360), whole(720)]) == ["w720"]


def test_what_is_known_to_be_too_large_is_not_fetched() -> None:
    """The error comes before the bytes, with the least there would have been."""
    with pytest.raises(FileTooLargeError) as caught:
        chosen([whole(360, 600), whole(720, 900)])
    assert caught.value.data == {"size_mb": 600.0, "max_mb": 500.0}
    assert chosen([whole(360, 400), whole(720, 900)]) == ["w360"]


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
