"""Ids that people can read out, and that may stand in paths and keys."""

from __future__ import annotations

import pytest

from bossbot.queue.names import derived_download_id, is_download_id, new_download_id
from bossbot.storage.layout import valid_id

pytestmark = pytest.mark.unit


def test_new_ids_are_ids_and_never_the_same() -> None:
    """Twelve characters, none of which looks like another."""
    made = {new_download_id() for _ in range(500)}
    assert len(made) == 500
    assert all(is_download_id(one) and valid_id(one) for one in made)
    assert not set("".join(made)) & set("01ilo")


def test_a_seed_gives_one_id_for_ever() -> None:
    """What Discord delivers twice, or a restarted bot looks for, is the same."""
    assert derived_download_id("1234/0") == derived_download_id("1234/0")
    assert derived_download_id("1234/0") == "3javdt6wg323"
    assert derived_download_id("1234/1") != derived_download_id("1234/0")
    assert is_download_id(derived_download_id("1234/0"))


@pytest.mark.parametrize("value", ["", "short", "../../../etc", "UPPERCASE", "a" * 33])
def test_what_is_no_id(value: str) -> None:
    """Everything that makes a path or a key asks."""
    assert not is_download_id(value)
