"""Settings as they are written, by prefix and by slash."""

from __future__ import annotations

import pytest

from bossbot.messages.commands import SLASH
from bossbot.messages.spelling import spelled

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("words", "slash"),
    [
        ("max_retries 5", "`/settings update name:max_retries value:5`"),
        ("reset", "`/settings reset`"),
        ("reset max_retries", "`/settings reset name:max_retries`"),
        (
            "guild allow_platforms reddit imgur",
            "`/settings server update name:allow_platforms value:reddit imgur`",
        ),
        ("guild reset channels", "`/settings server reset name:channels`"),
        (
            "guild role @Role max_mb 25",
            "`/settings server role role:@Role setting:max_mb value:25`",
        ),
    ],
)
def test_one_and_the_same_change(words: str, slash: str) -> None:
    """Behind the prefix as it is; by slash with the options that there are."""
    assert spelled(words, "!") == f"`!dls {words}`"
    assert spelled(words, SLASH) == slash
