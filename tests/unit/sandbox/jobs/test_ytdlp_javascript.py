"""Deno is kept back as long as something else may do."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot import errors
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.ytdlp.javascript import Javascript

pytestmark = pytest.mark.unit

DENIED = errors.PermissionDeniedError(platform="youtube")


def _javascript(**how: Any) -> Javascript:
    return Javascript(
        FetchParams(
            url="https://www.youtube.com/watch?v=plainBoat01",
            platform="youtube",
            proxy="http://127.0.0.1:1",
            format="best",
            fit_bytes=1,
            max_bytes=1,
            max_files=1,
            **how,
        )
    )


def test_it_is_there_once_it_is_allowed() -> None:
    """Nothing may be run at first; then what was given, and there is no third try."""
    javascript = _javascript(programs=["/opt/deno"])
    assert javascript.runtimes == {}
    assert javascript.cures(DENIED)
    javascript.allow()
    assert list(javascript.runtimes) == ["deno"]
    assert not javascript.cures(DENIED)


def test_an_account_needs_it_from_the_start() -> None:
    """What YouTube tells an account is always locked."""
    javascript = _javascript(programs=["/opt/deno"], cookies="# Netscape")
    assert list(javascript.runtimes) == ["deno"]


def test_without_it_nothing_is_tried_again() -> None:
    """There is nothing that could help."""
    assert not _javascript().cures(DENIED)


@pytest.mark.parametrize(
    "error",
    [
        errors.RateLimitedError(platform="youtube"),
        errors.NetworkError(platform="youtube"),
        errors.GeoBlockedError(platform="youtube"),
        errors.InvalidFileError(reason="live"),
        errors.FileTooLargeError(max_mb=1),
        errors.DiskFullError(),
    ],
)
def test_what_it_does_not_cure(error: errors.BossBotError) -> None:
    """What every interface says alike is not asked of another one."""
    assert not _javascript(programs=["/opt/deno"]).cures(error)
