"""The promises on media, kept by the whole chain: copied, fitted, without place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.cli.running import Ended, Place
from tests.integration.media.measures import lags, packet_hash
from tests.world.cache import cache_directory
from tests.world.media import MB
from tests.world.siteplayer.sites import files, subtitles

pytestmark = pytest.mark.e2e

GPS = 0x8825
"""The tag of EXIF's GPS block."""
COPIED = files.h264_url(20, width=640, height=360, seconds=8)


def saved(ended: Ended) -> Path:
    """The one file that was delivered."""
    assert ended.code == 0, ended.stderr
    ((file,),) = (found["files"] for found in ended.objects)
    return Path(file["path"])


def test_what_fits_is_copied_and_a_place_is_forgotten(place: Place) -> None:
    """20 MB within 25 MB: the very same coded pictures; a JPEG's GPS block is gone."""
    photo = files.url("gps.jpg")
    ended = place.get("--json", "--limit-mb", "25", COPIED, photo)

    assert ended.code == 0, ended.stderr
    paths = {found["url"]: Path(found["files"][0]["path"]) for found in ended.objects}
    original = cache_directory() / "h264-640x360-8s-20mb.mp4"
    assert packet_hash(paths[COPIED], "video") == packet_hash(original, "video")
    with Image.open(paths[photo]) as image:
        assert GPS not in image.getexif()
    with Image.open(cache_directory() / "gps.jpg") as image:
        assert GPS in image.getexif()


@pytest.mark.timeout(300)
def test_a_large_video_is_fitted_with_its_sound_in_sync(place: Place) -> None:
    """60 MB of 1080p within 10 MB: it plays, and every beep is at its flash."""
    large = files.h264_url(60, width=1920, height=1080, seconds=12)
    path = saved(place.get("--json", "--limit-mb", "10", large))
    assert path.suffix == ".mp4"
    assert path.stat().st_size <= 10 * MB
    found = lags(path)
    assert len(found) >= 10
    assert max(map(abs, found)) < 0.08


def test_subtitles_are_no_files(place: Place) -> None:
    """A video that has some is delivered as one that has none."""
    path = saved(place.get("--json", subtitles.page("de=/words/de.vtt")))
    assert list(path.parent.iterdir()) == [path]
    assert path.suffix == ".mp4"
