"""How old the download libraries are, as `check` and a worker tell it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bossbot.adapters import releases
from bossbot.adapters.libraries import LIBRARIES, OLD, Library, library, release_date
from bossbot.cli.checks.programs import _library
from tasks import worker

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 21)

LOCK = """
[[package]]
name = "gallery-dl"
version = "1.33.0"
sdist = { url = "a", upload-time = "2026-11-18T09:06:40.817Z" }
wheels = [{ url = "b", upload-time = "2026-11-17T23:59:59.999Z" }]

[[package]]
name = "yt-dlp"
version = "2026.11.12"
wheels = [{ url = "c", upload-time = "2026-11-12T00:00:00Z" }]
"""


def of_age(days: int) -> Library:
    released = TODAY - timedelta(days)
    return Library(name="gallery-dl", version="1.2", released=released)


def test_the_table_is_what_the_lock_says() -> None:
    """After an update: `python -m bossbot.adapters.releases`."""
    made = releases.render(releases.LOCK.read_text("utf-8"))
    assert made == releases.TABLE.read_text("ascii")


def test_a_release_is_the_day_of_its_first_file() -> None:
    """The lock knows when each file was uploaded."""
    assert releases.render(LOCK) == (
        "yt-dlp 2026.11.12 2026-11-12\ngallery-dl 1.33.0 2026-11-17\n"
    )


def test_a_lock_without_times_is_no_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Some registries keep none: that is said, and nothing is made up."""
    lock = tmp_path / "uv.lock"
    lock.write_text(LOCK.replace("upload-time", "size"))
    monkeypatch.setattr(releases, "LOCK", lock)
    with pytest.raises(SystemExit, match="upload-time"):
        releases.main()


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_installed_ones_have_an_age(name: str) -> None:
    """They are the locked ones."""
    found = library(name)
    assert found.version
    assert found.released
    assert found.released.year >= 2026


@pytest.mark.parametrize(
    ("name", "number", "day"),
    [
        ("yt-dlp", "2026.10.26", date(2026, 10, 26)),
        ("yt-dlp", "2026.11.2.232812.dev0", date(2026, 11, 2)),
        ("gallery-dl", "1.2", date(2026, 1, 2)),
        ("gallery-dl", "1.3", None),
    ],
)
def test_where_a_date_comes_from(name: str, number: str, day: date | None) -> None:
    """From the version where it is one; from the table; else from nowhere."""
    known = {("gallery-dl", "1.2"): date(2026, 1, 2)}
    assert release_date(name, number, known) == day


@pytest.mark.parametrize(
    ("found", "status", "text"),
    [
        (of_age(0), "ok", "1.2, 0 days old"),
        (of_age(1), "ok", "1.2, 1 day old"),
        (of_age(OLD), "ok", "1.2, 30 days old"),
        (of_age(OLD + 1), "warning", "1.2, 31 days old"),
        (Library(name="gallery-dl", version="9"), "warning", "9, of unknown age"),
        (Library(name="gallery-dl", version=None), "missing", "not installed"),
    ],
)
def test_what_check_says(found: Library, status: str, text: str) -> None:
    """After thirty days it warns, with the command that helps."""
    told = _library(found, TODAY)
    assert told.status == status
    assert told.text.startswith(text)
    assert ("deploy/update-tools" in told.fix) == (status == "warning")


def test_a_worker_tells_at_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """One warning for each that is old; none for what is new or unknown."""
    ages = {"yt-dlp": date(2020, 1, 1), "gallery-dl": None}
    monkeypatch.setattr(
        worker,
        "library",
        lambda name: Library(name=name, version="1", released=ages[name]),
    )
    with capture_logs() as lines:
        worker.tell_old_libraries()
    assert [(line["library"], line["log_level"]) for line in lines] == [
        ("yt-dlp", "warning")
    ]
