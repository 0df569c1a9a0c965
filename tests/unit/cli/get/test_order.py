"""What `bossbot get` is asked for, read from its command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.cli.get.order import Order, limits_for, read_links
from bossbot.models import DirectoryTarget, Format
from bossbot.settings import MB, Settings

pytestmark = pytest.mark.unit

PHOTO = "https://media.example.org/a.jpg"


def test_links_that_mean_the_same_are_one() -> None:
    """Wrapped, with tracking, or simply twice; the first spelling stands."""
    tweet = "https://x.com/nasa/status/1"
    wanted, refused = read_links(
        [tweet, f"<{tweet}>", f"{tweet}?s=20&t=abc", PHOTO], allow=()
    )
    assert [one.text for one in wanted] == [tweet, PHOTO]
    assert len({one.id for one in wanted}) == 2
    assert refused == ()


def test_bad_links_are_set_aside_with_the_reason() -> None:
    """The good ones go on; the same mistake twice is told once."""
    wanted, refused = read_links(["nonsense", PHOTO, "nonsense", "ytdl:x"], allow=())
    assert [one.text for one in wanted] == [PHOTO]
    assert [(bad.text, bad.error.code) for bad in refused] == [
        ("nonsense", "invalid_url"),
        ("ytdl:x", "invalid_url"),
    ]


def test_without_a_limit_nothing_has_to_be_fitted() -> None:
    """What may be fetched may be kept; a limit holds for every kind."""
    settings = Settings.load(max_source_mb=300)
    free, tight = limits_for(settings, None), limits_for(settings, 2.5)
    assert (free.image, free.audio, free.video, free.source) == (300 * MB,) * 4
    assert (tight.image, tight.audio, tight.video) == (int(2.5 * MB),) * 3
    assert tight.source == 300 * MB


def test_a_request_is_pinned_and_goes_to_the_directory() -> None:
    """No other worker of a shared server may take it."""
    settings = Settings.load()
    wanted, _ = read_links([PHOTO], allow=())
    order = Order(
        wanted=tuple(wanted),
        refused=(),
        directory=Path("/somewhere"),
        limits=limits_for(settings, None),
        format=Format.AUDIO,
    )
    request = order.request(wanted[0], settings, pin="this-disk")
    assert request.pin == "this-disk"
    assert request.format is Format.AUDIO
    assert request.target == DirectoryTarget(path="/somewhere")
