"""How long temp directories and kept files live."""

from __future__ import annotations

import pytest

from bossbot.models import StageTimes, State
from bossbot.storage.retention import (
    TempRules,
    kept_seconds,
    temp_expires_at,
    worth_keeping,
)
from tests.world.records import NETWORK, NOT_FOUND, TOO_LARGE, a_record
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

RULES = TempRules(abandoned=3600)
HOUR = 3600.0


def expires(record: object, touched: float = 0.0) -> float | None:
    return temp_expires_at(
        record,  # type: ignore[arg-type]
        disk_id="disk-a",
        touched=touched,
        rules=RULES,
    )


@pytest.mark.parametrize("state", [State.QUEUED, State.DISPATCHED, State.RUNNING])
def test_work_under_way_never_expires(state: State) -> None:
    """However old: the ledger says it is in use."""
    assert expires(a_record(state)) is None


def test_a_delayed_one_keeps_its_partial_files() -> None:
    """A later chain goes on where this one stopped."""
    assert expires(a_record(State.DELAYED)) is None


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (State.COMPLETED, None),
        (State.CANCELLED, None),
        (State.FAILED, NOT_FOUND),
    ],
)
def test_what_is_over_and_cleaned_goes_at_once(state: State, error: object) -> None:
    """Success, cancel and permanent failure: the rest is a leftover."""
    record = a_record(state, error=error, cleaned=True)
    assert expires(record) == record.updated


def test_a_retryable_failure_has_half_an_hour() -> None:
    """The member's retry finds its files meanwhile."""
    record = a_record(State.FAILED, error=NETWORK, cleaned=True)
    assert expires(record) == record.updated + HOUR / 2


@pytest.mark.parametrize("stage", ["transcode", "upload"])
def test_what_was_too_large_has_half_an_hour(stage: str) -> None:
    """What was fetched may be made into something smaller; it is not kept for good."""
    record = a_record(State.FAILED, error=TOO_LARGE, stage=stage, cleaned=True)
    assert expires(record) == record.updated + HOUR / 2
    assert not worth_keeping(record)


def test_what_is_not_cleaned_yet_is_left_to_its_own_cleanup() -> None:
    """The cleanup stage may be moving the files just now."""
    record = a_record(State.COMPLETED, cleaned=False)
    assert expires(record) == record.updated + HOUR


def test_a_paused_one_has_six_hours_from_its_last_change() -> None:
    """Partial files wait for the member to resume."""
    record = a_record(State.PAUSED)
    assert expires(record, touched=record.updated + 5) == record.updated + 5 + 6 * HOUR


def test_what_nobody_knows_has_an_hour_from_its_last_change() -> None:
    """Abandoned partials: the record is gone or never was."""
    assert expires(None, touched=50.0) == 50.0 + HOUR


def test_what_went_on_elsewhere_left_leftovers_here() -> None:
    """A host that comes back finds its work on another host."""
    record = a_record(State.RUNNING, host="disk-b")
    assert expires(record) == record.updated + HOUR


def test_a_waiting_one_without_a_host_may_come_back_here() -> None:
    """A place in the queue keeps the partial files."""
    assert expires(a_record(State.QUEUED, host="")) is None


def test_finished_files_of_a_retryable_failure_are_worth_keeping() -> None:
    """Transcode had ended; without that there are only partial files."""
    assert worth_keeping(a_record(State.FAILED, error=NETWORK))
    assert not worth_keeping(
        a_record(
            State.FAILED, error=NETWORK, stages={"transcode": StageTimes(began=1.0)}
        )
    )
    assert not worth_keeping(a_record(State.FAILED, error=NOT_FOUND))
    assert worth_keeping(a_record(State.COMPLETED))
    assert not worth_keeping(a_record(State.CANCELLED))


def test_how_long_files_are_kept() -> None:
    """As the request says; failed ones six hours at most."""
    premium = a_request(retention=72 * HOUR)
    assert kept_seconds(a_record(request=premium)) == 72 * HOUR
    assert kept_seconds(a_record(State.FAILED, request=premium)) == 6 * HOUR
    brief = a_request(retention=60.0)
    assert kept_seconds(a_record(State.FAILED, request=brief)) == 60
