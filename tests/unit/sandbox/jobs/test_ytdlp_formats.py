"""What is chosen of a video beside those that are fetched already."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from bossbot.errors import FileTooLargeError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.ytdlp.formats import Selector
from bossbot.sandbox.jobs.ytdlp.videos import Video, Videos
from tests.unit.sandbox.jobs.test_formats import MB, whole

pytestmark = pytest.mark.unit

MOST = 20 * MB


@pytest.fixture
def videos(tmp_path: Path) -> Videos:
    """One of 15 of the 20 MB that there may be, and the next."""
    path = tmp_path / "first.mp4"
    with path.open("wb") as file:
        file.truncate(15 * MB)
    found = [Video(info={}, paths=[path]), Video(info={})]
    channel = cast("Channel", None)
    return Videos(channel=channel, max_files=5, max_bytes=MOST, found=found)


def _chosen(videos: Videos, *formats: dict[str, Any]) -> list[str]:
    params = FetchParams(
        url="https://y.example/1",
        platform="youtube",
        proxy="",
        format="best",
        fit_bytes=MOST,
        max_bytes=MOST,
        max_files=5,
    )
    choice = Selector(params, videos)({"formats": formats})
    return [one["format_id"] for one in choice]


def test_what_is_left_is_the_limit(videos: Videos) -> None:
    """A smaller version of the next video, rather than none."""
    assert _chosen(videos, whole(360, 3), whole(720, 10)) == ["w360"]
    assert not videos.full


def test_what_is_too_large_beside_the_others_ends_the_list(videos: Videos) -> None:
    """No further entry is asked for."""
    with pytest.raises(FileTooLargeError):
        _chosen(videos, whole(720, 10))
    assert videos.full


def test_what_is_too_large_by_itself_is_left_out(videos: Videos) -> None:
    """Smaller ones may come after it."""
    with pytest.raises(FileTooLargeError):
        _chosen(videos, whole(720, 30))
    assert not videos.full
