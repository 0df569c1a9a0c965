"""Which version of an Instagram post's file gallery-dl's own extractor then names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.gallery_dl.album import Album
from bossbot.sandbox.jobs.gallery_dl.extractors import find
from bossbot.sandbox.jobs.gallery_dl.instagram import adapt
from bossbot.sandbox.jobs.gallery_dl.output import Output

pytestmark = [
    pytest.mark.unit,
    # gallery-dl's TLS options for a browser's disguise
    pytest.mark.filterwarnings("ignore:ssl.OP_NO:DeprecationWarning"),
]

LINK = "https://www.instagram.com/p/Chhhhhhhhhh/"
WHOLE = [(1440, 1800), (1080, 1350), (480, 600), (240, 300)]
SQUARE = [(1080, 1080), (640, 640)]


def _picture(width: int, height: int) -> dict[str, Any]:
    url = f"https://scontent.cdninstagram.com/{width}x{height}.jpg"
    return {"width": width, "height": height, "url": url}


def _version(height: int, kbit: int | None = None) -> dict[str, Any]:
    told = {} if kbit is None else {"bandwidth": kbit * 1000}
    url = f"https://scontent.cdninstagram.com/{height}.mp4"
    return {
        "type": 101,
        "width": height * 9 // 16,
        "height": height,
        "url": url,
        **told,
    }


def _post(*versions: dict[str, Any], **more: Any) -> dict[str, Any]:
    pictures = [_picture(*sides) for sides in (*WHOLE, *SQUARE)]
    post = {
        "pk": "3300000000000000000",
        "code": "Chhhhhhhhhh",
        "taken_at": 1700000000,
        "caption": None,
        "user": {"pk": "42", "username": "harbour_watch", "full_name": "Harbour"},
        "image_versions2": {"candidates": pictures},
        **more,
    }
    return {**post, "video_versions": list(versions)} if versions else post


def _named(post: dict[str, Any], wanted: str, *, fit: int = 10**8) -> str:
    """The name of the first file that gallery-dl would fetch."""
    extractor = find(LINK)
    extractor.initialize()
    extractor.session.close()
    params = FetchParams(
        url=LINK,
        platform="instagram",
        proxy="",
        format=wanted,
        fit_bytes=fit,
        max_bytes=10**9,
        max_files=25,
    )
    nowhere: Any = None
    output = Output(Path(), nowhere, max_files=25, max_bytes=10**9)
    adapt(extractor, Album(params=params, output=output))
    (file,) = extractor._parse_post(post)["_files"]
    return str(file["video_url"] or file["display_url"]).rpartition("/")[2]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("best", "1280.mp4"), ("smallest", "480.mp4"), ("video", "1280.mp4")],
)
def test_versions_by_height(wanted: str, name: str) -> None:
    """Whatever their order is."""
    versions = [_version(height) for height in (480, 1280, 852)]
    assert _named(_post(*versions), wanted) == name


def test_the_one_that_fits() -> None:
    """Where Instagram tells rates and a length: a minute in 8 MB."""
    versions = [_version(1280, 3000), _version(852, 800), _version(480, 300)]
    post = _post(*versions, video_duration=60.0)
    assert _named(post, "best", fit=8_000_000) == "852.mp4"


def test_pictures() -> None:
    """As large as they are; the smallest is one that still shows something, uncut."""
    assert _named(_post(), "best") == "1440x1800.jpg"
    assert _named(_post(), "smallest") == "480x600.jpg"


def test_a_picture_without_sides() -> None:
    """What isn't understood stays."""
    post = _post(image_versions2={"candidates": [{"url": "https://a.example/a.jpg"}]})
    post["image_versions2"]["candidates"][0] |= {"width": 0, "height": 0}
    assert _named(post, "smallest") == "a.jpg"
