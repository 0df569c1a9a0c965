"""When to come back."""

from __future__ import annotations

import pytest

from bossbot.sandbox.jobs.failures.retry_after import LONGEST, retry_after

pytestmark = pytest.mark.unit

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "2.5"}, 2.5),
        ({"Retry-After": "Tue, 14 Nov 2023 22:13:50 GMT"}, 30),
        ({"x-ratelimit-reset": "44"}, 44),
        ({"X-Rate-Limit-Reset": "1700000090"}, 90),
        ({"Retry-After": "7", "x-ratelimit-reset": "44"}, 7),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "Mon, 13 Nov 2023 22:13:50 GMT"}, 0),
        ({"Retry-After": "99999999"}, LONGEST),
        ({"Retry-After": "999999999"}, LONGEST),
        ({"Retry-After": "1700000030"}, 30),
        ({"Retry-After": "1699999000"}, 0),
        ({"x-rate-limit-reset": "1600000000"}, 0),
        ({"x-rate-limit-reset": "7258000000"}, LONGEST),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "1 Jan 99999999999999999999 00:00:00 GMT"}, None),
        ({"Retry-After": "Mon, 01 Jan 2020 00:00:00 +99999999999999"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, LONGEST),
        ({}, None),
    ],
)
def test_every_way_to_say_it(headers: dict[str, str], wait: float | None) -> None:
    """Seconds, dates and instants all become seconds from now, within reason."""
    assert retry_after(headers, now=NOW) == wait
