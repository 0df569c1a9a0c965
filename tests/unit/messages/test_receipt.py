"""The receipt: all that a member may know of a download, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bossbot.messages.receipt import FILES, public_link, receipt_text
from bossbot.messages.view import View
from bossbot.models import Delivery, DownloadRecord, ErrorRecord, StageTimes, State
from tests.world.records import CREATED, NOT_FOUND, a_file, a_record
from tests.world.requests import MB, a_request

pytestmark = pytest.mark.unit
NAME = "abcdefgh2345"


def receipt(record: DownloadRecord, name: str = NAME) -> str:
    return receipt_text([View(record=record, id=name)])


def of(**changes: Any) -> DownloadRecord:
    request = a_request(user="77", platform="twitter", canonical="https://x.com/a/1")
    return a_record(**({"id": NAME, "request": request} | changes))


def test_what_it_says() -> None:
    """Id, site, state, requester, times, tries, tools, sizes and what was done."""
    record = of(
        ended=CREATED + 65,
        tool="yt-dlp",
        tried=("gallery-dl",),
        attempt=3,
        crashes=1,
        files=(a_file(name="cat.mp4", size=MB, source_size=4 * MB, action="encoded"),),
        stages={
            "fetch": StageTimes(began=CREATED, ended=CREATED + 12.34, retries=2),
            "upload": StageTimes(began=CREATED + 13),
        },
    )
    assert receipt(record).splitlines() == [
        f"🧾 **Receipt** `{NAME}`",
        "Link: `https://x.com/a/1` (Twitter/X)",
        "State: Complete",
        "Asked for by <@77>, <t:1713357296:f>, took 1m 5s",
        "Fetched by yt-dlp, after gallery-dl had failed",
        "Stages: fetch 12.3s (2 retries), upload 52.0s",
        "Attempt: 3 (its worker was lost once)",
        "1 file, 1.0 MB, 4.0 MB as fetched",
        "- `cat.mp4`, 1.0 MB, was 4.0 MB, encoded",
    ]


def test_what_failed_says_why() -> None:
    """The error's own words, and the tools that all failed."""
    record = of(
        state=State.FAILED, error=NOT_FOUND, files=(), tool=None, tried=("yt-dlp",)
    )
    text = receipt(record)
    assert "Failed: yt-dlp" in text
    assert "Error: " in text
    assert "file" not in text.replace("files", "")


def test_a_shared_download_has_the_id_of_the_logs_too() -> None:
    """Who joined was given another one."""
    joined = Delivery(number=1, id="joined234567", request=a_request(), asked=CREATED)
    text = receipt(of(deliveries=(joined,)), "joined234567")
    assert f"`joined234567` (shared: `{NAME}`)" in text


def test_it_hides_where_we_work() -> None:
    """No host, no path, no owner of a lease."""
    record = of(host="secret-host", owner="secret-owner", again="g/day/secret-place")
    text = receipt(record)
    assert "secret" not in text
    assert "output/" not in text


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://x.com/a/status/1", "`https://x.com/a/status/1`"),
        (
            "https://www.youtube.com/watch?v=abc&t=1",
            "`https://www.youtube.com/watch?v=abc&…`",
        ),
        ("https://cdn.example/a.mp4?Signature=s3cret", "`https://cdn.example/a.mp4?…`"),
        ("https://me:s3cret@cdn.example/a.mp4#s3cret", "`https://cdn.example/a.mp4?…`"),
    ],
)
def test_no_part_of_a_link_is_a_secret(link: str, shown: str) -> None:
    """Only a query that names a post is shown; no user, password or signature."""
    assert public_link(of(request=a_request(canonical=link))) == shown


def test_what_sites_say_is_harmless() -> None:
    """Names of files and data of errors can't mention or format."""
    error = ErrorRecord(
        code="invalid_file", permanent=True, data={"reason": "<@1> @everyone `x`"}
    )
    record = of(
        state=State.FAILED, error=error, files=(a_file(name="`@everyone` <@1>.mp4"),)
    )
    text = receipt(record)
    assert "`'@everyone' <@1>.mp4`" in text
    bare = re.sub(r"`[^`]*`", "", text)
    assert "everyone" not in bare
    assert bare.count("<@") == 1


def test_many_files_are_counted() -> None:
    """The first few by name."""
    text = receipt(of(files=tuple(a_file(f"{n}.jpg") for n in range(25))))
    assert "25 files, 100 bytes" in text
    assert f"`{FILES - 1}.jpg`" in text
    assert f"`{FILES}.jpg`" not in text
    assert f"… and {25 - FILES} more" in text


def test_several_receipts_are_cut_with_a_note() -> None:
    """Whole ones, as many as a message holds; the others are counted."""
    record = of(files=tuple(a_file(f"{n}.jpg", name="x" * 60) for n in range(25)))
    names = [f"download{n}23" for n in range(10)]
    text = receipt_text([View(record=record, id=name) for name in names])
    assert len(text) <= 2000
    shown = sum(name in text for name in names)
    assert 1 < shown < 10
    assert text.endswith(f"… and {10 - shown} more, for which there is no room here.")
    assert (
        receipt_text([View(record=of(files=()), id=n) for n in names[:2]]).count(
            "Receipt"
        )
        == 2
    )


def test_one_that_is_too_long_is_cut_at_a_line() -> None:
    """Whatever the link: never above what Discord takes."""
    stages = {f"stage{n}": StageTimes(began=1.0, retries=10**9) for n in range(70)}
    record = of(stages=stages)
    for count in (1, 3):
        names = [f"download{n}23" for n in range(count)]
        text = receipt_text([View(record=record, id=name) for name in names])
        assert len(text) <= 2000
        assert "…" in text
