"""Statistics in words."""

from __future__ import annotations

import pytest

from bossbot.messages.statistics import chart_text, statistics_text
from bossbot.models import Tally, UserStatistics
from tests.world.memory_statistics import a_server

pytestmark = pytest.mark.unit

MB = 1024**2
BUSY = Tally(
    completed=1200,
    failed=30,
    cancelled=4,
    bytes=700 * MB,
    timed=1000,
    seconds=14_000,
    platforms={"reddit": 600, "youtube": 400, "twitter": 199, "imgur": 1},
    since=1_700_000_000,
)
QUIET = Tally(completed=1, platforms={"tiktok": 1}, bytes=MB)


def test_a_servers_numbers_and_ones_own() -> None:
    """Of the last days and of all time, with shares that add up."""
    own = UserStatistics(total=Tally(completed=2, bytes=3 * MB, since=1.0))
    text = statistics_text(a_server(BUSY, QUIET, total=BUSY + QUIET), own)
    assert text.splitlines() == [
        "📊 **Downloads of this server**",
        (
            "Last 30 days: 1,201 completed, 30 failed, 4 cancelled · 98% successful · "
            "701.0 MB posted · 14s on average"
        ),
        "By platform: Reddit 50%, YouTube 33%, Twitter/X 17%, Imgur <1%, TikTok <1%",
        "Busiest day: 1 March (1,230)",
        (
            "All since <t:1700000000:D>: 1,201 completed, 30 failed, 4 cancelled · "
            "98% successful · 701.0 MB posted · 14s on average"
        ),
        "**Yours here**",
        "2 completed · 100% successful · 3.0 MB posted",
    ]


def test_a_server_that_never_downloaded_anything() -> None:
    """One sentence, no table of noughts."""
    text = statistics_text(a_server(), UserStatistics())
    assert text == "📊 Nothing was downloaded in this server yet."


def test_a_server_without_downloads_of_late() -> None:
    """It has a past all the same."""
    text = statistics_text(a_server(total=BUSY), UserStatistics())
    assert "Last 30 days: none\n" in text
    assert "1,200 completed" in text
    assert text.endswith("**Yours here**\nNone of late.")


def test_only_cancelled_ones_have_no_rate_of_success() -> None:
    """Nobody divides by nothing."""
    text = statistics_text(a_server(Tally(cancelled=3)), UserStatistics())
    assert "3 cancelled" in text
    assert "successful" not in text


@pytest.mark.parametrize(
    ("failed", "share"), [(0, "100%"), (1, ">99%"), (9_999_000, "<1%")]
)
def test_neither_all_nor_nothing_unless_it_is(failed: int, share: str) -> None:
    """One failure in a thousand isn't 100% successful."""
    tally = Tally(completed=1000, failed=failed)
    assert f"{share} successful" in statistics_text(a_server(tally), UserStatistics())


def test_the_chart_in_words() -> None:
    """The same numbers, for who can't see it."""
    text = chart_text(a_server(BUSY, QUIET))
    assert text == (
        "Column chart of downloads per day from 1 February to 2 March: 1,201 "
        "completed, 30 failed. Most on 1 March (1,230). Completed ones by platform: "
        "Reddit 50%, YouTube 33%, Twitter/X 17%, Imgur <1%, TikTok <1%."
    )
    empty = chart_text(a_server(Tally(cancelled=1)))
    assert empty == "A chart without columns: no downloads in the last 30 days."


def test_it_all_fits() -> None:
    """Discord takes 2,000 characters, and 1,024 as a description."""
    platforms = {f"platform{number}" * 9: 10**12 for number in range(300)}
    huge = BUSY.model_copy(update={"platforms": platforms, "completed": 10**15})
    assert ", 296 more 99%" in statistics_text(a_server(huge), UserStatistics())
    assert len(statistics_text(a_server(huge), UserStatistics(total=huge))) < 2000
    assert len(chart_text(a_server(huge))) <= 1024
