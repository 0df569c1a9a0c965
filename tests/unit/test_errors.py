"""Errors as they travel: between processes, through JSON, into records."""

from __future__ import annotations

import errno
import json
import pickle

import pytest

from bossbot import errors
from bossbot.adapters.sandbox import Exit, JobCrashedError

pytestmark = pytest.mark.unit

KINDS = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("kind", [k for k in KINDS if k is not errors.BossBotError])
def test_every_kind_survives_json(kind: type[errors.BossBotError]) -> None:
    """Type, data and wait are the same on the other side."""
    told = kind(retry_after=3.5, platform="reddit")
    found = errors.BossBotError.from_dict(json.loads(json.dumps(told.to_dict())))
    assert type(found) is kind
    assert found.to_dict() == told.to_dict()


def test_what_passes_by_itself_and_what_does_not() -> None:
    """The network, a site's patience, room, Discord and our own faults may pass."""
    passing = {kind for kind in KINDS if not kind.permanent}
    assert passing == {
        errors.NetworkError,
        errors.RateLimitedError,
        errors.DiskFullError,
        errors.DiscordError,
        errors.CleanupError,
        errors.UnknownError,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_survives_pickling(kind: type[errors.BossBotError]) -> None:
    """A pool process hands its exception to the worker so."""
    told = kind(retry_after=3.5, platform="reddit")
    found = pickle.loads(pickle.dumps(told))
    assert type(found) is kind
    assert (found.to_dict(), str(found)) == (told.to_dict(), str(told))


def test_a_crash_of_a_job_is_an_unknown_error_in_a_record() -> None:
    """Whoever reads the record need not know the sandbox."""
    crash = JobCrashedError.of(Exit(code=None, signal=11, max_rss=1))
    assert type(errors.BossBotError.from_dict(crash.to_dict())) is errors.UnknownError


@pytest.mark.parametrize(
    ("size", "limit", "data"),
    [
        (62_914_560, 20 << 20, {"size_mb": 60, "max_mb": 20}),
        (None, 1_500_000, {"max_mb": 1.4}),
        (100, 200, {"size_mb": 0, "max_mb": 0}),
    ],
)
def test_sizes_are_told_in_megabytes(
    size: int | None, limit: int, data: dict[str, float]
) -> None:
    """Whole ones without a fraction, as people write them."""
    error = errors.FileTooLargeError.of(size=size, limit=limit)
    assert json.dumps(error.data) == json.dumps(data)


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "no room"), True),
        (OSError(errno.EDQUOT, "no more for you"), True),
        (OSError(errno.EACCES, "not yours"), False),
        (ValueError(errno.ENOSPC), False),
    ],
)
def test_a_full_disk_is_known_by_what_the_system_says(
    error: Exception, full: bool
) -> None:
    """In one place, for all that write."""
    assert errors.DiskFullError.explains(error) is full
