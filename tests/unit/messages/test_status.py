"""The status message, from queue to end."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.messages.status import status_text
from bossbot.messages.units import about, bar, duration, size
from bossbot.messages.view import View
from bossbot.models import (
    FETCH,
    TRANSCODE,
    UPLOAD,
    BarStyle,
    DiscordTarget,
    DownloadRecord,
    ErrorRecord,
    MediaFile,
    Metadata,
    NotificationLevel,
    Outlook,
    Post,
    Progress,
    SiteView,
    StageTimes,
    State,
)
from tests.world.requests import a_request

pytestmark = pytest.mark.unit


def a_record(state: State, stage: str = FETCH, **changes: Any) -> DownloadRecord:
    values: dict[str, Any] = {
        "id": "abcdefghjkmn",
        "schema_number": 1,
        "request": a_request(),
        "state": state,
        "stage": stage,
        "attempt": 1,
        "created": 100.0,
        "updated": 160.0,
    }
    return DownloadRecord(**(values | changes))


def discord_target(**changes: Any) -> DiscordTarget:
    values: dict[str, Any] = {"guild_id": "7", "channel_id": "8", "upload_limit": 1}
    return DiscordTarget(**(values | changes))


def a_file(name: str, size: int = 1024**2) -> MediaFile:
    return MediaFile(path=name, name=name, size=size)


def text(state: State, stage: str = FETCH, **changes: Any) -> str:
    view = {
        name: changes.pop(name)
        for name in ("progress", "outlook", "now")
        if name in changes
    }
    return status_text([View(record=a_record(state, stage, **changes), **view)])


def test_queued() -> None:
    """The place in the queue, and when it starts where that is known."""
    outlook = Outlook(position=2, wait=120, hosts=1)
    assert text(State.QUEUED, outlook=outlook) == (
        "Starting download…\nQueue position: 2\nEstimated start: 2 minutes"
    )
    assert text(State.QUEUED, outlook=Outlook(position=2, hosts=1)) == (
        "Starting download…\nQueue position: 2"
    )
    assert text(State.DISPATCHED) == "Starting download…"


def test_about_to_start() -> None:
    """Seconds aren't counted where nobody could count on them."""
    shown = text(State.QUEUED, outlook=Outlook(position=1, wait=4.2, hosts=1))
    assert shown.endswith("Queue position: 1\nStarting soon.")


def test_queued_again_past_its_fetch() -> None:
    """What a worker gave back isn't said to start."""
    assert text(State.QUEUED, TRANSCODE) == "The download goes on soon…"


def test_no_worker() -> None:
    """It is said that nothing is lost; no start is promised."""
    shown = text(State.QUEUED, outlook=Outlook(position=1, wait=60, hosts=0))
    assert shown.splitlines()[1:] == [
        "Queue position: 1",
        "Delayed: no worker is free to take it yet; it stays in the queue.",
    ]


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (
            SiteView(site="reddit", until=1700000000.7),
            "Delayed: Reddit is failing; next try <t:1700000000:R>.",
        ),
        (
            SiteView(site="a.example", until=1700000000, reason="limited"),
            "Delayed: a.example is limiting us; next try <t:1700000000:R>.",
        ),
        (
            SiteView(site="reddit", until=1699999000),
            "Delayed: Reddit is failing; it is tried next.",
        ),
        (
            SiteView(site="reddit", until=1699999000, probing=True),
            "Delayed: Reddit is failing; it is being tried just now.",
        ),
    ],
)
def test_paused_site(site: SiteView, said: str) -> None:
    """Why it waits, and when it is tried again; a time gone by isn't promised."""
    outlook = Outlook(position=3, wait=5, hosts=2, site=site)
    shown = text(State.QUEUED, outlook=outlook, now=1699999999.0)
    assert shown.splitlines()[1:] == ["Queue position: 3", said]


def test_paused() -> None:
    """What it is, and how it goes on."""
    shown = text(State.PAUSED, metadata=Metadata(title="A *cat*", text="More"))
    assert shown.splitlines()[0] == "⏸️ Paused: `A *cat*`"
    assert "goes on from there" in shown


@pytest.mark.parametrize(
    ("outlook", "note"),
    [
        (Outlook(position=2, wait=3, hosts=1), " (position 2)"),
        (Outlook(position=2, wait=120, hosts=1), " (position 2, about 2 minutes)"),
        (Outlook(position=2, wait=120), " (position 2, no worker is free)"),
        (
            Outlook(position=2, hosts=1, site=SiteView(site="youtube", until=1)),
            " (position 2, YouTube is failing)",
        ),
        (Outlook(), ""),
        (None, ""),
    ],
)
def test_queued_among_others(outlook: Outlook | None, note: str) -> None:
    """Place and wait are told in a line, too."""
    view = View(record=a_record(State.QUEUED), outlook=outlook)
    lines = status_text([view, view]).splitlines()
    assert lines[1] == f"1. Queued{note}: `media.example`"


def test_downloading() -> None:
    """Name, bar, speed, remaining time and which file."""
    progress = Progress(
        stage=FETCH,
        done=55 * 1024**2,
        total=100 * 1024**2,
        speed=1.2 * 1024**2,
        name="funny_cat_video.mp4",
        file_number=1,
        file_count=3,
    )
    assert text(State.RUNNING, progress=progress).splitlines() == [
        "Downloading: `funny_cat_video.mp4`",
        "Progress: `[===========         ] 55%`",
        "Speed: 1.2 MB/s   ETA: 38s",
        "Status: Downloading (1 of 3 files)",
    ]


def test_size_unknown() -> None:
    """Without a total there is no bar, but what came."""
    progress = Progress(stage=FETCH, done=3 * 1024**2)
    assert "Progress: 3.0 MB\n" in text(State.RUNNING, progress=progress)


def test_progress_of_an_earlier_stage_is_not_shown() -> None:
    """The bar starts anew with each stage."""
    old = Progress(stage=FETCH, done=1, total=1)
    shown = text(State.RUNNING, TRANSCODE, progress=old)
    assert shown == "Converting: `media.example`\nStatus: Converting"


def test_retry() -> None:
    """Why it waits, and until when, in the reader's own clock."""
    error = ErrorRecord(code="network", permanent=False)
    times = {FETCH: StageTimes(began=1, retries=1)}
    shown = text(State.DELAYED, error=error, retry_at=1700000000.5, stages=times)
    assert shown.endswith(
        "Status: Waiting to try again\n🔌 Connection issue! I couldn't reach the site. "
        "I'll retry 3 more times, next <t:1700000000:R>."
    )


@pytest.mark.parametrize(
    ("stage", "retries", "said"),
    [
        (FETCH, 3, "I'll retry 1 more time, next <t:9:R>."),
        (FETCH, 7, "Next try <t:9:R>."),
        (UPLOAD, 1, "Next try <t:9:R>."),
    ],
)
def test_how_many_tries_are_left(stage: str, retries: int, said: str) -> None:
    """The number is the requester's for fetch; of other waits none is promised."""
    times = {stage: StageTimes(began=1, retries=retries)}
    error = ErrorRecord(code="rate_limit", permanent=False, data={"platform": "reddit"})
    shown = text(State.DELAYED, stage, error=error, retry_at=9, stages=times)
    assert shown.splitlines()[-1] == (f"⏳ We're being rate limited by Reddit. {said}")


def test_our_own_trouble_has_no_number() -> None:
    """It is waited for much longer than the requester's tries last."""
    times = {FETCH: StageTimes(began=1, retries=1)}
    error = ErrorRecord(code="disk_full", permanent=False)
    shown = text(State.DELAYED, error=error, retry_at=9, stages=times)
    assert shown.endswith("Next try <t:9:R>.")


def test_a_wait_without_a_reason() -> None:
    """The site is left alone, for another download's failure."""
    shown = text(State.DELAYED, retry_at=1700000000.5)
    assert shown.splitlines()[-1] == "Next try <t:1700000000:R>."


def test_complete() -> None:
    """File, size and time; what was left out is said."""
    shown = text(State.COMPLETED, files=(a_file("cat.mp4"),), ended=112.0)
    assert shown == ("✅ Download complete!\nFile: `cat.mp4`\nSize: 1.0 MB   Time: 12s")
    skipped = (ErrorRecord(code="file_too_large", permanent=True),)
    many = (a_file("1.jpg"), a_file("2.jpg"))
    shown = text(State.COMPLETED, files=many, skipped=skipped)
    assert "Files: 2\nSize: 2.0 MB   Time: 1m 0s" in shown
    assert "Left out: 1 (file too large)" in shown


def test_the_post_is_linked() -> None:
    """The requester's own, of the newest retry, from its first message."""
    posts = {
        "0.0.0": Post(at=1, messages=("10",)),
        "0.1.0": Post(at=2, messages=("20", "21")),
        "0.1.1": Post(at=2, messages=("22",)),
        "0.2.0": Post(at=3),
        "1.5.0": Post(at=3, messages=("30",)),
    }
    request = a_request(target=discord_target())
    files = (a_file("cat.mp4"),)
    record = a_record(State.COMPLETED, request=request, files=files, posts=posts)
    link = "https://discord.com/channels/7/8/20"
    view = View(record=record)
    assert status_text([view]).splitlines()[-1] == f"Post: {link}"
    lines = status_text([view] * 10).splitlines()
    assert lines[10] == f"10. ✅ `cat.mp4` 1.0 MB {link}"


def test_ten_links_fit() -> None:
    """With names and ids as long as they come."""
    ids = {"guild_id": "9" * 20, "channel_id": "9" * 20}
    record = a_record(
        State.COMPLETED,
        request=a_request(target=discord_target(**ids)),
        files=(a_file("x" * 300, 10**9),),
        skipped=(ErrorRecord(code="file_too_large", permanent=True),) * 25,
        posts={"0.0.0": Post(at=1, messages=("9" * 20,))},
    )
    shown = status_text([View(record=record)] * 10)
    assert len(shown) < 2000
    assert shown.endswith("9" * 20)


@pytest.mark.parametrize(
    ("level", "queued", "running"),
    [
        (
            NotificationLevel.NONE,
            "Starting download…\nThis message will say how it ended.",
            "Starting download…\nThis message will say how it ended.",
        ),
        (
            NotificationLevel.MINIMAL,
            "Starting download…\nThis message will say how it ended.",
            "Download started: `A cat`\nThis message will say how it ended.",
        ),
        (
            NotificationLevel.VERBOSE,
            "Starting download…\nQueue position: 3\nMoved up from 5 to 3.",
            (
                "Converting: `A cat`\nProgress: `[==========          ] 50%`\n"
                "Status: Converting\nSo far: queued 2s, downloading 9s (2 retries)"
            ),
        ),
    ],
)
def test_levels(level: NotificationLevel, queued: str, running: str) -> None:
    """Each tells what it promises; `normal` is what the other tests show."""
    request = a_request(target=discord_target(notify=level))
    outlook = Outlook(position=3, hosts=1)
    waiting = View(
        record=a_record(State.QUEUED, request=request), outlook=outlook, moved_from=5
    )
    assert status_text([waiting]) == queued
    record = a_record(
        State.RUNNING,
        TRANSCODE,
        request=request,
        metadata=Metadata(title="A cat"),
        stages={
            FETCH: StageTimes(began=102, ended=111, retries=2),
            TRANSCODE: StageTimes(began=112),
        },
    )
    progress = Progress(stage=TRANSCODE, done=1, total=2)
    assert status_text([View(record=record, progress=progress)]) == running


@pytest.mark.parametrize("level", NotificationLevel)
def test_every_level_tells_the_end(level: NotificationLevel) -> None:
    """And a pause, which the requester ordered."""
    request = a_request(target=discord_target(notify=level))
    for state, said in (
        (State.PAUSED, "⏸️ Paused"),
        (State.COMPLETED, "✅ Download complete!"),
        (State.FAILED, "❌"),
        (State.CANCELLED, "⏹️ Cancelled"),
    ):
        view = View(record=a_record(state, request=request))
        assert status_text([view]).startswith(said)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (NotificationLevel.NONE, ("Taken", "Taken")),
        (NotificationLevel.MINIMAL, ("Queued", "Started")),
    ],
)
def test_quiet_levels_in_lines(
    level: NotificationLevel, words: tuple[str, str]
) -> None:
    """No place in the queue and no bar."""
    request = a_request(target=discord_target(notify=level))
    states = (State.QUEUED, State.RUNNING)
    records = [a_record(state, request=request) for state in states]
    progress = Progress(stage=FETCH, done=1, total=2)
    outlook = Outlook(position=2, hosts=1)
    views = [View(record=r, progress=progress, outlook=outlook) for r in records]
    assert status_text(views).splitlines()[1:] == [
        f"1. {words[0]}: `media.example`",
        f"2. {words[1]}: `media.example`",
    ]


def test_moved_back() -> None:
    """Who comes first is said to be others, not whom."""
    request = a_request(target=discord_target(notify=NotificationLevel.VERBOSE))
    view = View(
        record=a_record(State.QUEUED, request=request),
        outlook=Outlook(position=5, hosts=1),
        moved_from=3,
    )
    assert "Moved back from 3 to 5: others go first." in status_text([view])


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (BarStyle.STANDARD, "`[===========         ] 55%`"),
        (BarStyle.BLOCKS, "▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱ 55%"),
        (BarStyle.MINIMAL, "55%"),
    ],
)
def test_bar_styles(style: BarStyle, shown: str) -> None:
    """As the requester chose; alone and among others."""
    request = a_request(target=discord_target(bar=style))
    record = a_record(State.RUNNING, request=request)
    view = View(record=record, progress=Progress(stage=FETCH, done=55, total=100))
    assert f"\nProgress: {shown}\n" in status_text([view])
    assert status_text([view, view]).endswith(f" {shown}")


def test_a_post_without_a_title() -> None:
    """It is called by how its text begins."""
    shown = text(State.PAUSED, metadata=Metadata(text="A boat\nand more"))
    assert "`A boat`" in shown


def test_failed() -> None:
    """Title, text, next step, receipt and the support link."""
    error = ErrorRecord(code="geo_blocked", permanent=True)
    record = a_record(State.FAILED, error=error)
    shown = status_text([View(record=record)], support_url="https://help.example")
    assert shown.splitlines()[0] == "❌ **Not available here**"
    assert "Receipt: `abcdefghjkmn`" in shown
    assert "Support: <https://help.example>" in shown


def test_several() -> None:
    """Ten downloads are ten lines and fit into one message."""
    title = Metadata(title="@everyone `" + "x" * 300)
    records = [
        a_record(State.QUEUED),
        a_record(State.COMPLETED, files=(a_file("cat.mp4"),)),
        a_record(State.FAILED, error=ErrorRecord(code="network", permanent=False)),
        *[a_record(State.RUNNING, metadata=title)] * 7,
    ]
    progress = Progress(stage=FETCH, done=1, total=2)
    outlook = Outlook(
        position=1, hosts=1, site=SiteView(site="h" * 300 + ".example", until=1)
    )
    views = [View(record=r, progress=progress, outlook=outlook) for r in records]
    lines = status_text(views).splitlines()
    assert lines[0] == "Downloads: 2 of 10 done"
    assert lines[1].startswith("1. Queued (position 1, hhh")
    assert lines[2] == "2. ✅ `cat.mp4` 1.0 MB"
    assert lines[3].startswith("3. ❌ Network error")
    assert "50%" in lines[10]
    assert len(status_text(views)) < 2000
    assert len(status_text([views[0]] * 10)) < 2000


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, 10, "[                    ] 0%"),
        (9.99, 10, "[=================== ] 99%"),
        (10, 10, "[====================] 100%"),
        (30, 10, "[====================] 100%"),
        (1, 0, "[                    ] 0%"),
    ],
)
def test_bar(done: float, total: float, shown: str) -> None:
    """Twenty cells; full only when it is; a lie about the size breaks nothing."""
    assert bar(done, total) == shown


def test_units() -> None:
    """Sizes and durations at their borders."""
    assert [size(n) for n in (0, 1023, 2048, 1024**2, 1.5 * 1024**3)] == [
        "0 bytes",
        "1023 bytes",
        "2 kB",
        "1.0 MB",
        "1.50 GB",
    ]
    assert [about(n) for n in (9, 10, 54, 55, 89, 90, 5399, 5400, 7200)] == [
        "a moment",
        "10 seconds",
        "50 seconds",
        "1 minute",
        "1 minute",
        "2 minutes",
        "90 minutes",
        "1.5 hours",
        "2 hours",
    ]
    assert [duration(n) for n in (-1, 59, 61, 3700)] == ["0s", "59s", "1m 1s", "1h 1m"]
