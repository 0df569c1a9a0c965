"""What a refusal teaches about a server's limit."""

from __future__ import annotations

import pytest

from bossbot.errors import FileTooLargeError, NetworkError
from bossbot.media.upload_limits import accepted_below, refused_above
from bossbot.models import ErrorRecord
from tests.world.requests import MB

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("refused", "most"),
    [
        (101 * MB, 100 * MB),
        (100 * MB, 50 * MB),
        (50 * MB - 1, 25 * MB),
        (25 * MB, 20 * MB),
        (9 * MB, 8 * MB),
        (8 * MB, None),
        (1, None),
    ],
)
def test_the_next_lower_step(refused: int, most: int | None) -> None:
    """A file exactly at a limit was refused: it isn't that one."""
    assert accepted_below(refused) == most


def test_only_a_refusal_says_what_is_taken() -> None:
    """Not what never was posted, nor what Discord said nothing of."""
    told = [
        FileTooLargeError.refused(size=30 * MB, limit=25 * MB),
        FileTooLargeError.refused(size=MB, limit=None),
        FileTooLargeError.of(size=30 * MB, limit=25 * MB),
        NetworkError(platform="Discord"),
    ]
    records = [ErrorRecord.model_validate(error.to_dict()) for error in told]
    assert [refused_above(one) for one in records] == [25 * MB, None, None, None]
