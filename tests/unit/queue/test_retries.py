"""The retry table of the stages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.errors import (
    BossBotError,
    DiscordError,
    DiskFullError,
    InvalidFileError,
    NetworkError,
    RateLimitedError,
    UnknownError,
)
from bossbot.models import CLEANUP, FETCH, STAGES, TRANSCODE, UPLOAD, VALIDATE
from bossbot.queue.retries import CAP, Retry, after_error

pytestmark = pytest.mark.unit


def decide(
    stage: str,
    error: BossBotError,
    retries: int,
    max_retries: int = 3,
    *,
    patient: bool = True,
) -> Retry | None:
    return after_error(
        stage,
        error,
        retries=retries,
        max_retries=max_retries,
        draw=lambda _, high: high,
        patient=patient,
    )


@pytest.mark.parametrize(
    ("stage", "error", "allowed"),
    [
        (FETCH, NetworkError(), 3),
        (VALIDATE, NetworkError(), 5),
        (TRANSCODE, NetworkError(), 1),
        (UPLOAD, DiscordError(), 35),
        (CLEANUP, NetworkError(), 10),
        (FETCH, UnknownError(), 1),
        (UPLOAD, UnknownError(), 1),
    ],
)
def test_each_stage_has_its_number(
    stage: str, error: BossBotError, allowed: int
) -> None:
    """The last allowed retry happens, the next does not."""
    assert decide(stage, error, allowed - 1) is not None
    assert decide(stage, error, allowed) is None


def test_the_requester_may_switch_retries_off() -> None:
    """Fetch obeys the user's own number."""
    assert decide(FETCH, NetworkError(), 0, max_retries=0) is None


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_is_waited_for(stage: str) -> None:
    """Without a slot, for over an hour, and also where the user wants no retries."""
    waits = []
    while retry := decide(stage, DiskFullError(), len(waits), max_retries=0):
        assert not retry.soon
        waits.append(retry.delay)
    assert sum(waits) > 3600


@pytest.mark.parametrize("error", [DiskFullError(), DiscordError()])
def test_before_a_terminal_nobody_waits_for_long(error: BossBotError) -> None:
    """Whoever is impatient gets the quick retries only."""
    for stage in STAGES:
        number = 0
        while decide(stage, error, number, patient=False):
            number += 1
        assert number <= 10


@pytest.mark.parametrize("stage", [FETCH, VALIDATE, TRANSCODE, UPLOAD])
def test_before_a_terminal_a_full_disk_is_told_at_once(stage: str) -> None:
    """Whoever sits there can make room; waiting can't."""
    assert decide(stage, DiskFullError(), 0, patient=False) is None


def test_waits_double_up_to_the_cap() -> None:
    """2, 4, 8 … never more than a minute."""
    waits = [decide(CLEANUP, NetworkError(), n) for n in range(8)]
    assert [wait.delay for wait in waits if wait] == [2, 4, 8, 16, 32, CAP, CAP, CAP]


def test_the_site_says_how_long() -> None:
    """Retry-After beats a shorter draw."""
    assert decide(FETCH, RateLimitedError(retry_after=90), 0) == Retry(90)


def test_after_quick_retries_an_upload_waits_a_minute_each() -> None:
    """Half an hour of Discord being away is survived without a slot."""
    retry = decide(UPLOAD, DiscordError(), 5)
    assert retry == Retry(60)
    assert not retry.soon


@given(st.sampled_from(STAGES), st.integers(0, 100))
def test_a_permanent_error_is_never_retried(stage: str, retries: int) -> None:
    """Whatever the stage: what can't get better ends."""
    assert decide(stage, InvalidFileError(reason="html"), retries) is None
