"""The queue as `dlq` shows it."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.messages.listing import Shown, asking, listing_text
from bossbot.models import (
    FETCH,
    TRANSCODE,
    BarStyle,
    DownloadRecord,
    IntakeStop,
    Listed,
    Metadata,
    Outlook,
    Progress,
    SiteView,
    State,
)
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

NOW = 1_000.0
HOW = "$dl <link>"


def listed(
    state: State,
    *,
    id_: str = "abcdefghjkmn",
    user: str = "42",
    position: int | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Listed:
    values: dict[str, Any] = {
        "id": id_,
        "schema_number": 1,
        "request": a_request(user=user),
        "state": state,
        "stage": FETCH,
        "attempt": 1,
        "created": 100.0,
        "updated": 160.0,
    }
    record = DownloadRecord(**(values | changes))
    return Listed(id=id_, record=record, position=position, progress=progress)


def text(*lines: Listed, **shown: Any) -> str:
    return listing_text(Shown(lines=lines, now=NOW, **shown), HOW)


def test_the_queue_in_order_with_ids_and_requesters() -> None:
    """Running ones with a bar, the waiting by place, then what is put aside."""
    progress = Progress(stage=FETCH, done=11, total=20, name="cat.mp4")
    site = SiteView(site="reddit", until=NOW + 60)
    shown = text(
        listed(State.RUNNING, progress=progress),
        listed(State.RUNNING, stage=TRANSCODE, progress=progress, id_="converting12"),
        listed(State.DISPATCHED, id_="starting1234"),
        listed(State.QUEUED, position=1, user="7", id_="waiting12345"),
        listed(State.QUEUED, position=2, id_="waiting23456"),
        listed(State.DELAYED, id_="delayed12345", retry_at=NOW + 30.5),
        listed(State.DELAYED, id_="delayed23456", retry_at=NOW - 1),
        listed(State.PAUSED, id_="paused123456"),
        outlook=Outlook(position=2, wait=120, hosts=1),
        sites=(site,),
    )
    assert shown.splitlines() == [
        "📋 **Queue**: 2 running, 1 starting, 2 waiting, 2 delayed, 1 paused",
        "▶️ `cat.mp4` Downloading `[===========         ] 55%` · <@42> `abcdefghjkmn`",
        "▶️ `media.example` Converting · <@42> `converting12`",
        "▶️ `media.example` starting · <@42> `starting1234`",
        "` 1.` `media.example` · <@7> `waiting12345`",
        "` 2.` `media.example` · <@42> `waiting23456`",
        "⏳ `media.example` delayed, next try <t:1030:R> · <@42> `delayed12345`",
        "⏳ `media.example` delayed · <@42> `delayed23456`",
        "⏸️ `media.example` paused · <@42> `paused123456`",
        "Your position: 2",
        "Estimated wait: 2 minutes",
        "⏳ Reddit keeps failing: next try <t:1060:R>.",
    ]


def test_an_empty_queue_says_how_to_fill_it() -> None:
    """By the way they asked; not while nothing is taken in."""
    assert text() == "📭 The queue is empty.\nAsk for a download with `$dl <link>`."
    stop = IntakeStop(by="9", reason="moving `house`", since=1)
    assert text(intake=stop) == (
        "📭 The queue is empty.\n"
        "🚧 New downloads aren't taken for now: `moving 'house'`."
    )
    assert asking("!", slash=False) == "!dl <link>"
    assert asking("!", slash=True) == "/download"


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (Outlook(position=1, wait=3, hosts=1), "Estimated wait: a moment"),
        (Outlook(position=1, wait=700, hosts=1), "Estimated wait: 12 minutes"),
        (Outlook(position=1, hosts=1), "Your position: 1"),
        (Outlook(position=1), "no worker is free to take it yet."),
        (
            Outlook(position=1, hosts=1, wait=9, site=SiteView(site="reddit", until=1)),
            "it waits for Reddit.",
        ),
    ],
)
def test_ones_own_wait(outlook: Outlook, said: str) -> None:
    """As well as it is known."""
    assert text(listed(State.QUEUED, position=1), outlook=outlook).endswith(said)


def test_who_does_not_wait_is_told_of_no_place() -> None:
    """Nor whose download has just started."""
    assert "Your position" not in text(listed(State.QUEUED, position=1))
    started = text(listed(State.QUEUED), outlook=Outlook())
    assert "Your position" not in started


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (
            SiteView(site="a.example", until=1, reason="limited", probing=True),
            "a.example is limiting us: one download tries it just now.",
        ),
        (SiteView(site="tiktok", until=1), "TikTok keeps failing: the next download"),
    ],
)
def test_paused_sites(site: SiteView, said: str) -> None:
    """Why, and when they are tried again."""
    assert said in text(sites=(site,))


def test_bars_in_the_askers_style() -> None:
    """Not in that of who asked for the download."""
    progress = Progress(stage=FETCH, done=1, total=2)
    line = listed(State.RUNNING, progress=progress)
    assert "▰▰▰▱" not in text(line)
    assert "▰▰▰▱▱" in text(line, style=BarStyle.BLOCKS)
    assert "Downloading `50%` ·" in text(line, style=BarStyle.MINIMAL)


def test_a_long_queue_is_cut_between_lines() -> None:
    """With the number of what is missing; one's own place is always told."""
    lines = [
        listed(
            State.QUEUED,
            position=number,
            id_=f"download{number:04}",
            user="123456789012345678",
            metadata=Metadata(title="a very long title " * 20),
        )
        for number in range(1, 51)
    ]
    sites = tuple(SiteView(site=f"{n}.example", until=1) for n in range(30))
    stop = IntakeStop(by="9", reason="x" * 500, since=1)
    outlook = Outlook(position=44, wait=600, hosts=1)
    shown = text(*lines, outlook=outlook, sites=sites, intake=stop)
    assert 1500 < len(shown) <= 2000
    rows = shown.splitlines()
    told = [row for row in rows if "`download" in row]
    assert all(row.endswith("`") for row in told)
    assert f"… and {50 - len(told)} more" in rows
    assert "Your position: 44" in rows
    assert "⏳ … and 25 more sites are left alone for a while." in rows


def test_a_title_is_nothing_but_a_title() -> None:
    """No mention, link or markup in it works."""
    wild = "`@everyone` [x](https://evil.example)\n# big"
    shown = text(
        listed(State.QUEUED, position=1, metadata=Metadata(title=wild)),
        sites=(SiteView(site="@everyone`<#1>", until=1),),
    )
    assert "`'@everyone' [x](https://evil.exampl" in shown
    assert "# big" not in shown
    assert "@everyone`<#1>" not in shown
