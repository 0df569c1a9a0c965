"""The picture of a server's downloads: small, whole, and true to the numbers."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bossbot.charts import chart
from bossbot.charts.colours import COMPLETED, FAILED, GROUND, SHARE, Colour
from bossbot.models import DAYS, Day, ServerStatistics, Tally

pytestmark = pytest.mark.unit

TODAY = date(2026, 3, 2)
NAMES = {"reddit": "Reddit", "other": "Other sites"}


def statistics(
    *counts: tuple[int, int], platforms: dict[str, int] | None = None
) -> ServerStatistics:
    """The last of thirty days, as completed and failed; the platforms are today's."""
    padded = [(0, 0)] * (DAYS - len(counts)) + list(counts)
    tallies = [Tally(completed=done, failed=bad) for done, bad in padded]
    tallies[-1] = tallies[-1].model_copy(update={"platforms": platforms or {}})
    first = TODAY - timedelta(days=DAYS - 1)
    days = (
        Day(day=first + timedelta(days=number), tally=tally)
        for number, tally in enumerate(tallies)
    )
    return ServerStatistics(days=tuple(days))


def drawn(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (800, 360))
        return picture.convert("RGBA")


def pixels(picture: Image.Image, colour: Colour) -> int:
    """How many look like a colour; the file's palette is not exact."""
    found = picture.getcolors(picture.width * picture.height) or []
    alike = (
        count
        for count, shown in found
        if isinstance(shown, tuple)
        and max(abs(one - two) for one, two in zip(shown, colour, strict=False)) <= 12
    )
    return sum(alike)


HUGE = [(3 * 10**9 + number, 10**7 * number) for number in range(DAYS)]


@pytest.mark.parametrize(
    "shown",
    [
        statistics(),
        statistics((1, 0), platforms={"reddit": 1}),
        statistics((0, 1)),
        statistics(*HUGE, platforms={"reddit": 10**12, "other": 1}),
        statistics(
            *[(number % 7, number % 3) for number in range(DAYS)],
            platforms={f"platform {number}": number + 1 for number in range(12)},
        ),
        ServerStatistics(days=()),
    ],
    ids=["nothing", "one", "one failed", "huge", "twelve platforms", "no days"],
)
def test_whatever_the_numbers_it_is_a_small_picture(shown: ServerStatistics) -> None:
    """That decodes, under 40 kB, on a ground of its own with open corners."""
    data = chart(shown, NAMES)
    assert len(data) < 40_000
    picture = drawn(data)
    corner, inside = picture.getpixel((0, 0)), picture.getpixel((400, 5))
    assert isinstance(corner, tuple)
    assert isinstance(inside, tuple)
    assert corner[3] == 0
    assert inside[3] > 250
    assert max(abs(a - b) for a, b in zip(inside, GROUND, strict=False)) <= 12


def test_columns_are_as_high_as_their_counts() -> None:
    """Twice as many completed and failed ones are twice the colour."""
    few, more = (
        drawn(chart(statistics((10 * times, 5 * times), (30, 0)), NAMES))
        for times in (1, 2)
    )
    none = drawn(chart(statistics((0, 0), (30, 0)), NAMES))
    assert pixels(none, FAILED) < pixels(few, FAILED) < pixels(more, FAILED)
    assert pixels(none, COMPLETED) < pixels(few, COMPLETED) < pixels(more, COMPLETED)
    grown = pixels(more, FAILED) - pixels(few, FAILED)
    first = pixels(few, FAILED) - pixels(none, FAILED)
    assert first == pytest.approx(grown, rel=0.25)


def test_a_single_failure_beside_a_million_is_seen() -> None:
    """A share too small for a pixel gets one all the same."""
    well = drawn(chart(statistics((10**6, 0)), NAMES))
    bad = drawn(chart(statistics((10**6, 1)), NAMES))
    assert pixels(bad, FAILED) > pixels(well, FAILED)


def test_shares_are_as_long_as_they_are_large() -> None:
    """And one platform alone fills its line."""
    half = chart(statistics((9, 0), platforms={"reddit": 1, "other": 1}), NAMES)
    whole = chart(statistics((9, 0), platforms={"reddit": 2}), NAMES)
    assert pixels(drawn(half), SHARE) == pytest.approx(
        pixels(drawn(whole), SHARE), rel=0.1
    )
    assert pixels(drawn(chart(statistics((9, 0)), NAMES)), SHARE) == 0
