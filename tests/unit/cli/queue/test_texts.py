"""The queue and a download in words, as an operator reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import click
import pytest

from bossbot.cli.queue.listing import Queued
from bossbot.cli.queue.receipt import Shown, as_receipt, bare
from bossbot.cli.queue.table import as_table
from bossbot.models import (
    FETCH,
    UPLOAD,
    Canary,
    Delivery,
    DiscordTarget,
    DownloadRecord,
    ErrorRecord,
    IntakeStop,
    Listed,
    MediaFile,
    Metadata,
    Outlook,
    Progress,
    SiteView,
    StageTimes,
    State,
    Subtitles,
)
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

ID = "abcdefghjkmn"
OTHER = "pqrstuvwxyz2"
MB = 1024**2
PROBED = "one download tries it just now"


def a_record(state: State, **changes: Any) -> DownloadRecord:
    values: dict[str, Any] = {
        "id": ID,
        "schema_number": 1,
        "request": a_request(guild="11", user="21"),
        "state": state,
        "stage": FETCH,
        "attempt": 1,
        "created": 1000.0,
        "updated": 1010.0,
    }
    return DownloadRecord(**(values | changes))


def table(*lines: Listed, **changes: Any) -> list[str]:
    values: dict[str, Any] = {
        "lines": lines,
        "outlooks": {},
        "sites": (),
        "intake": None,
        "canaries": (),
        "hosts": 2,
        "now": 1065.0,
    }
    return click.unstyle(as_table(Queued(**(values | changes)))).splitlines()


def receipt(record: DownloadRecord, **changes: Any) -> list[str]:
    values: dict[str, Any] = {
        "id": ID,
        "record": record,
        "progress": None,
        "outlook": None,
        "now": 1065.0,
    }
    return as_receipt(Shown(**(values | changes))).splitlines()


def test_the_columns_stand_below_each_other() -> None:
    """Whatever their widths; a running one with how far it is."""
    progress = Progress(stage=FETCH, done=11, total=20, file_count=3)
    running = Listed(id=ID, record=a_record(State.RUNNING), progress=progress)
    queued = Listed(id=OTHER, record=a_record(State.QUEUED), position=12)
    outlook = Outlook(position=12, wait=120, hosts=2)
    head, first, second, last = table(running, queued, outlooks={OTHER: outlook})
    place = head.index("AGE")
    assert first[place:].split() == ["1m", "5s", "11", "21", "-"]
    assert second[place:].split() == ["1m", "5s", "11", "21", "in", "2", "minutes"]
    assert "55% (file 1 of 3)" in first
    assert second.split()[:3] == [OTHER, "Queued", "12"]
    assert last == "1 running, 1 waiting; 2 worker hosts."


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (Outlook(position=1, wait=3, hosts=1), "now"),
        (Outlook(position=1, hosts=1), "unknown"),
        (
            Outlook(position=1, hosts=1, site=SiteView(site="reddit", until=1)),
            "after Reddit",
        ),
        (None, "-"),
    ],
)
def test_when_it_starts(outlook: Outlook | None, said: str) -> None:
    """In the last column."""
    line = Listed(id=ID, record=a_record(State.QUEUED), position=1)
    [_, row, _] = table(line, outlooks={ID: outlook} if outlook else {})
    assert row.endswith(f"  {said}")


def test_when_it_is_tried_again() -> None:
    """A delayed one counts down."""
    line = Listed(id=ID, record=a_record(State.DELAYED, retry_at=1125.0))
    assert table(line)[1].endswith("  next try in 1m 0s")


def test_all_that_is_unusual_stands_below() -> None:
    """No worker, paused sites, a canary that fails, a stopped intake."""
    sites = (
        SiteView(site="reddit", until=1085.0),
        SiteView(site="a.example", until=1000.0, reason="limited"),
        SiteView(site="youtube", until=1000.0, probing=True),
    )
    stop = IntakeStop(by="operator", reason="\x1b[2Jmoving", since=0)
    error = ErrorRecord(code="login_required", permanent=True)
    canaries = (
        Canary(site="reddit", link="1", works=True, since=1, at=2),
        Canary(site="youtube", link="2", works=False, since=5, at=1060, error=error),
    )
    _, *notes = table(hosts=0, sites=sites, intake=stop, canaries=canaries)
    assert notes[:4] == [
        "! No worker is there: nothing starts until one is.",
        "! Reddit is left alone, because it keeps failing; it is tried again in 20s.",
        "! a.example is left alone, because it limits us; the next download tries it.",
        f"! YouTube is left alone, because it keeps failing; {PROBED}.",
    ]
    failing = "YouTube is failing for 17m 40s: Login required; looked at 5s ago"
    assert notes[4] == f"! Canary: {failing}."
    assert "by operator: [2Jmoving" in notes[5]


def test_a_receipt_of_one_that_runs() -> None:
    """Where it is, how far, since when, by which tool, for whom."""
    target = DiscordTarget(
        guild_id="11", channel_id="31", request_message_id="41", upload_limit=MB
    )
    joined = Delivery(
        number=1,
        id=OTHER,
        request=a_request(user="22", target=target),
        state=State.CANCELLED,
        error=ErrorRecord(code="cancelled", permanent=True),
    )
    record = a_record(
        State.RUNNING,
        stage=UPLOAD,
        attempt=3,
        crashes=1,
        host="disk-1",
        tool="yt-dlp",
        metadata=Metadata(title="A\ncat"),
        stages={
            FETCH: StageTimes(began=1001, ended=1003.5, retries=2),
            UPLOAD: StageTimes(began=1004),
        },
        files=(MediaFile(path="x", name="cat.mp4", size=MB, source_size=2 * MB),),
        deliveries=(Delivery(id=ID, request=a_request(user="21")), joined),
    )
    progress = Progress(stage=UPLOAD, done=1, total=4, speed=2 * MB)
    lines = receipt(record, id=OTHER, progress=progress)
    assert lines[0].split(maxsplit=1)[1] == f"{OTHER}, a share of {ID}"
    said = "\n".join(lines)
    assert "State       Uploading, 25%, 2.0 MB/s\n" in said
    assert "Platform    other, by yt-dlp\n" in said
    assert "Title       A cat\n" in said
    assert "Attempt     3 on host disk-1; its worker was lost once\n" in said
    assert "Stages      fetch      2.5s, 2 retries\n" in said
    assert "            upload     not finished\n" in said
    assert "Files       cat.mp4 (1.0 MB, fetched as 2.0 MB)\n" in said
    assert f"For         {ID}: user 21, out: owed\n" in said
    assert f"{OTHER}: user 22, channel 31 of server 11: cancelled (" in lines[-1]


def test_a_receipt_tells_what_the_site_said() -> None:
    """Each on one line, harmless in a terminal; a page's secrets stay out."""
    about = Metadata(
        author="Harbour",
        handle="harbour_watch",
        text="Two photos\nof the \x1b[2Jharbour " + "x" * 999,
        source_url="https://x.example/harbour/1?token=abc",
        date=datetime(2023, 9, 8, 4, tzinfo=UTC),
        age_restricted=True,
        subtitles=(
            Subtitles(path="a.vtt", language="de"),
            Subtitles(path="b.vtt", language="en", automatic=True),
        ),
    )
    said = receipt(a_record(State.COMPLETED, metadata=about))
    assert "Page        https://x.example/harbour/1?…" in said
    assert "Author      Harbour (@harbour_watch)" in said
    assert "Published   2023-09-08 04:00:00 UTC" in said
    assert "Restricted  by age" in said
    assert "Subtitles   de, en (automatic)" in said
    (text,) = (line for line in said if line.startswith("Text"))
    assert text.startswith("Text        Two photos of the [2Jharbour xxx")
    assert len(text) == 12 + 300


def test_a_receipt_is_silent_where_the_site_was() -> None:
    """No empty labels; an author's handle alone; a day without an instant."""
    link = a_request().canonical
    about = Metadata(handle="harbour", date=date(2024, 4, 17), source_url=link)
    said = "\n".join(receipt(a_record(State.COMPLETED, metadata=about)))
    assert "Author      @harbour\n" in said
    assert "Published   2024-04-17\n" in said
    for label in ("Title", "Text", "Page", "Restricted", "Subtitles"):
        assert f"\n{label} " not in said


def test_a_receipt_tells_what_was_tried_first() -> None:
    """The tool that failed stands beside the one that brought it."""
    record = a_record(State.COMPLETED, tool="yt-dlp", tried=("gallery-dl",))
    assert "Platform    other, by yt-dlp after gallery-dl had failed" in receipt(record)


def test_a_receipt_tells_what_was_left_out() -> None:
    """One line each, the first with the label."""
    gone = ErrorRecord(code="not_found", permanent=True)
    said = receipt(a_record(State.COMPLETED, skipped=(gone, gone)))
    at = next(n for n, line in enumerate(said) if line.startswith("Left out"))
    assert said[at].startswith("Left out    not_found: ")
    assert said[at + 1].startswith("            not_found: ")


def test_a_receipt_tells_an_operator_what_to_do() -> None:
    """Which cookie file a site would let in; nothing where none would help."""
    data = {"platform": "reddit", "cookies": "none", "cookie_file": "reddit.txt"}
    error = ErrorRecord(code="login_required", permanent=True, data=data)
    said = "\n".join(receipt(a_record(State.FAILED, error=error)))
    assert "COOKIES_DIR/reddit.txt" in said
    gone = ErrorRecord(code="not_found", permanent=True)
    assert "To do" not in "\n".join(receipt(a_record(State.FAILED, error=gone)))


def test_a_receipt_of_one_that_waits() -> None:
    """Place and start; or what it waits for."""
    record = a_record(State.QUEUED)
    said = {
        receipt(record, outlook=outlook)[1]
        for outlook in (
            Outlook(position=2, wait=300, hosts=1),
            Outlook(position=2, wait=3, hosts=1),
            Outlook(position=2, wait=300, hosts=0),
            Outlook(position=2, hosts=1, site=SiteView(site="reddit", until=1)),
        )
    }
    assert said == {
        "State       Queued, position 2, starts in about 5 minutes",
        "State       Queued, position 2, starts now",
        "State       Queued, position 2, no worker is there",
        "State       Queued, position 2, waiting for Reddit",
    }


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x.mp4", "https://a.example/x.mp4"),
        ("https://a.example/x?sig=canary&b=1", "https://a.example/x?…"),
        ("https://me:canary@a.example/x#canary", "https://a.example/x?…"),
    ],
)
def test_no_secret_of_a_link_is_shown(url: str, shown: str) -> None:
    """Signatures stand in the query, passwords before the host."""
    assert bare(url) == shown
