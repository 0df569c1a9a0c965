"""Paths are made from validated parts only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.storage.layout import Layout, Place, day_of, valid_id

pytestmark = pytest.mark.unit

LAYOUT = Layout(Path("/root"))
MAKERS: list[Callable[[str], Path]] = [
    LAYOUT.temp,
    LAYOUT.guild,
    LAYOUT.lock,
    LAYOUT.jar,
    lambda part: LAYOUT.kept(Place(part, "2024-04-17", "d1")),
    lambda part: LAYOUT.kept(Place("g1", "2024-04-17", part)),
    lambda part: LAYOUT.kept(Place("g1", part, "d1")),
]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "part",
    ["", ".", "..", "../x", "a/b", "/etc", "a\0", ".x", "-x", "a\n", "é", "a" * 65],
)
def test_no_part_leads_out(make: Callable[[str], Path], part: str) -> None:
    """What is no id makes no path, wherever it is used."""
    with pytest.raises(ValueError, match="not a"):
        make(part)


@given(st.text(max_size=70))
def test_a_valid_id_is_one_harmless_name(value: str) -> None:
    """Whatever passes stays directly below its parent."""
    if valid_id(value):
        assert LAYOUT.temp(value).parent == LAYOUT.temps
        assert LAYOUT.temp(value).resolve() == LAYOUT.temp(value)


def test_a_place_survives_being_a_cursor() -> None:
    """Key and place are two spellings of one thing, in the same order."""
    place = Place("g1", day_of(1713357296.0), "d1")
    assert place.key == "g1/2024-04-17/d1"
    assert Place.parse(place.key) == place


def test_the_tree_is_the_one_of_the_specification() -> None:
    """The picture in the module's docstring."""
    place = Place("42", "2024-04-17", "d1")
    assert LAYOUT.kept(place) == Path("/root/downloads/42/2024-04-17/d1")
    assert LAYOUT.temp("d1") == Path("/root/temp/d1")
    assert LAYOUT.maintenance == Path("/root/downloads/.maintenance")
    assert LAYOUT.lock("cleanup") == Path("/root/.locks/cleanup.lock")
    assert LAYOUT.jar("vimeo.com") == Path("/root/cookies/vimeo.com.txt")
    assert LAYOUT.statistics("42") == Path("/root/downloads/42/.stats")
