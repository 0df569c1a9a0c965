"""`bossbot get`: links become files, and it says so in the promised form."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.e2e.cli.running import Place
from tests.world.siteplayer.sites import faults, files, reddit, streams

pytestmark = pytest.mark.e2e

KEYS = ["id", "url", "status", "files", "stages", "error"]
FILE_KEYS = ["path", "size", "sha256", "mime", "width", "height", "duration"]
STAGES = ["fetch", "validate", "transcode", "upload", "cleanup"]


def test_links_of_all_kinds_become_files(place: Place) -> None:
    """A direct link (given twice), an album and a stream: one object each, as JSON."""
    photo = files.url("photo.jpg")
    urls = (photo, reddit.GALLERY, streams.HLS, photo)
    ended = place.get("--json", *urls)

    assert ended.code == 0, ended.stderr
    assert {found["url"] for found in ended.objects} == set(urls)
    assert len(ended.objects) == 3
    for found in ended.objects:
        assert list(found) == KEYS
        assert found["status"] == "completed"
        assert found["error"] is None
        assert list(found["stages"]) == STAGES
        assert all(seconds >= 0 for seconds in found["stages"].values())
        assert found["files"]
        for file in found["files"]:
            assert list(file) == FILE_KEYS
            content = Path(file["path"]).read_bytes()
            assert Path(file["path"]).parent == place.out
            assert file["size"] == len(content)
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
            assert file["width"] > 0
    mimes = {f["url"]: [file["mime"] for file in f["files"]] for f in ended.objects}
    assert mimes[photo] == ["image/jpeg"]
    assert len(mimes[reddit.GALLERY]) == 2
    assert mimes[streams.HLS] == ["video/mp4"]
    place.expect_nothing_left()


def test_a_limit_is_kept_and_a_bad_link_does_not_stop_the_others(place: Place) -> None:
    """With --limit-mb the video fits; without JSON there is a table; some failed: 1."""
    clip, gone = files.url("clip.mp4"), faults.url("status/404/a.jpg")
    ended = place.get("--limit-mb", "0.06", clip, gone, "http://127.0.0.1/a.jpg")

    assert ended.code == 1
    (saved,) = place.out.iterdir()
    assert 10_000 < saved.stat().st_size <= 0.06 * 1024 * 1024
    rows = [line.split("\t") for line in ended.stdout.splitlines()]
    table = {row[0]: row for row in rows if row[0] == "completed"} | {
        row[1]: row for row in rows if row[0] == "failed"
    }
    assert table["completed"][-1] == "out/clip.mp4"
    assert table["not_found"][2] == gone
    assert table["invalid_url"][2] == "http://127.0.0.1/a.jpg"
    assert f"Downloading: {clip}" in ended.stderr.splitlines()
    place.expect_nothing_left()


def test_what_sites_do_wrong_is_one_sentence(place: Place) -> None:
    """An empty file, an index page, a page named as a picture, an endless file."""
    wrong = {
        faults.url("empty/a.jpg"): "invalid_file",
        files.url("index.html"): "unsupported_url",
        faults.url("html/a.jpg"): "invalid_file",
        faults.url("endless/a.mp4"): "file_too_large",
    }
    ended = place.get(
        "--json", *wrong, BOSS_BOT_MAX_SOURCE_MB="2", BOSS_BOT_MAX_RETRIES="0"
    )

    assert ended.code == 1
    assert {found["url"]: found["error"]["code"] for found in ended.objects} == wrong
    for found in ended.objects:
        assert found["status"] == "failed"
        assert found["files"] == []
        assert "\n" not in found["error"]["message"]
    assert "Traceback" not in ended.stderr
    assert not place.out.exists()
    place.expect_nothing_left()
