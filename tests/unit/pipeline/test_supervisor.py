"""How a stage is run: what it may rely on, and what is written down at its end."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import structlog

from bossbot.errors import (
    BossBotError,
    DiskFullError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
    UnknownError,
)
from bossbot.models import (
    CLEANUP,
    FETCH,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    JobReference,
    Progress,
    StageTimes,
)
from bossbot.pipeline import execution
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Draining, LockedError, Outcome
from bossbot.pipeline.results import (
    Again,
    Done,
    Failed,
    More,
    Released,
    Superseded,
)
from bossbot.pipeline.supervisor import Supervisor
from bossbot.queue import timing
from tests.world.stage_ledger import REF, FakeStageLedger, a_record

pytestmark = pytest.mark.unit


class OneLock:
    """A temp directory that is free, or held by somebody else."""

    def __init__(self, *, taken: bool = False) -> None:
        self.taken = taken
        self.held = False

    @asynccontextmanager
    async def __call__(
        self, download_id: str, *, timeout: float
    ) -> AsyncIterator[Path]:
        if self.taken:
            raise LockedError
        self.held = True
        yield Path("temp") / download_id
        self.held = False


def a_supervisor(ledger: FakeStageLedger, lock: OneLock | None = None) -> Supervisor:
    return Supervisor(ledger=ledger, lock=lock or OneLock(), draw=lambda _, high: high)


@pytest.fixture(autouse=True)
def _short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "RENEW_EVERY", 0.01)


async def test_a_stage_that_returns_is_finished() -> None:
    """The outcome is written down and the chain goes on."""
    ledger = FakeStageLedger()
    outcome = Outcome(tool="yt-dlp")

    async def work(job: Job) -> Outcome:
        return outcome

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert result == Done()
    assert ledger.calls == [("finish", outcome)]


async def test_the_lease_is_renewed_and_progress_passed_on() -> None:
    """While a stage runs, each round renews; unchanged progress is not repeated."""
    ledger = FakeStageLedger()
    progress = Progress(stage=FETCH, done=5)

    async def work(job: Job) -> Outcome:
        job.report(progress)
        while ledger.renewals < 3:
            await asyncio.sleep(0.01)
        return Outcome()

    await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert ledger.calls.count(("report", progress)) == 1


async def test_a_full_disk_is_told_as_that() -> None:
    """Wherever it was met: the download waits for room, it is no accident."""

    async def work(job: Job) -> Outcome:
        raise OSError(errno.ENOSPC, "No space left on device")

    result = await a_supervisor(FakeStageLedger()).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Again)
    assert isinstance(result.error, DiskFullError)


async def test_a_stale_message_does_nothing() -> None:
    """When the token isn't current, the work is not even started."""
    ledger = FakeStageLedger()
    ledger.stale = True

    async def work(job: Job) -> Outcome:
        raise AssertionError("must not run")

    assert await a_supervisor(ledger).run(REF, FETCH, work, deadline=5) == Superseded()


async def test_a_cancelled_download_stops_its_work_before_the_lock_is_free() -> None:
    """Losing the token cancels the work, waits for its end, and writes nothing."""
    ledger, lock = FakeStageLedger(), OneLock()
    ended_under_lock: list[bool] = []

    async def work(job: Job) -> Outcome:
        ledger.stale = True
        try:
            await asyncio.sleep(60)
        finally:
            ended_under_lock.append(lock.held)
        return Outcome()

    result = await a_supervisor(ledger, lock).run(REF, FETCH, work, deadline=5)
    assert result == Superseded()
    assert ended_under_lock == [True]
    assert ledger.calls == []


async def test_a_permanent_error_ends_the_download() -> None:
    """Nobody retries what can't get better."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise NotFoundError(platform="other")

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Failed)
    assert ledger.calls == [("fail", "not_found")]


async def test_a_transient_error_is_retried_soon() -> None:
    """The first network error waits at most the base delay and keeps the slot."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise NetworkError(platform="other")

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Again)
    assert ledger.calls == [("retry", (2.0, "network", True))]


async def test_a_long_retry_after_frees_the_slot() -> None:
    """A site that asks for a minute gets it, without a slot being held."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise RateLimitedError(retry_after=60, platform="other")

    await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert ledger.calls == [("retry", (60, "rate_limit", False))]


async def test_after_the_last_retry_it_fails() -> None:
    """Used-up retries turn a transient error into the end."""
    times = a_record().stages | {FETCH: StageTimes(retries=3)}
    ledger = FakeStageLedger(a_record(stages=times))

    async def work(job: Job) -> Outcome:
        raise NetworkError(platform="other")

    await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert ledger.calls == [("fail", "network")]


async def test_a_deadline_means_what_the_stage_says() -> None:
    """A fetch that takes too long is a network error; a check means a bad file."""

    async def work(job: Job) -> Outcome:
        await asyncio.sleep(60)
        return Outcome()

    for stage, call in ((FETCH, "retry"), (VALIDATE, "fail")):
        ledger = FakeStageLedger()
        await a_supervisor(ledger).run(REF, stage, work, deadline=0.02)
        assert [name for name, _ in ledger.calls] == [call]


async def test_a_bug_becomes_an_unknown_error_retried_once() -> None:
    """Any other exception is ours: reported as unknown, without its text."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise ZeroDivisionError("secret text")

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Again)
    assert result.error.to_dict()["data"] == {"kind": "ZeroDivisionError"}


async def test_work_survives_a_redis_that_comes_back() -> None:
    """While Redis is away the stage goes on; its end is written when it is back."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        ledger.away = True
        await asyncio.sleep(0.1)
        ledger.away = False
        return Outcome()

    assert await a_supervisor(ledger).run(REF, FETCH, work, deadline=5) == Done()


async def test_a_permit_waits_for_redis_a_little() -> None:
    """Redis is restarted just before an effect: that is no reason to give up."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        ledger.away = True
        asyncio.get_running_loop().call_later(0.1, setattr, ledger, "away", False)
        await job.permit()
        return Outcome()

    assert await a_supervisor(ledger).run(REF, FETCH, work, deadline=5) == Done()


async def test_a_work_that_cancels_itself_is_a_bug() -> None:
    """A library's stray cancellation must not take the pool process with it."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise asyncio.CancelledError

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Again)
    assert result.error.to_dict()["data"] == {"kind": "CancelledError"}


async def test_a_held_directory_is_left_to_its_holder() -> None:
    """If another process holds the directory, this execution writes nothing."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise AssertionError("must not run")

    supervisor = a_supervisor(ledger, OneLock(taken=True))
    assert await supervisor.run(REF, FETCH, work, deadline=5) == Superseded()
    assert ledger.calls == []


class Leaving:
    """A worker that is told to go at some moment."""

    def __init__(self, *, begun: bool = False) -> None:
        self.begun = begun

    def __call__(self) -> bool:
        return self.begun


def a_leaving_supervisor(ledger: FakeStageLedger, leaving: Leaving) -> Supervisor:
    return Supervisor(
        ledger=ledger, lock=OneLock(), draining=leaving, draw=lambda _, high: high
    )


@pytest.fixture
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "GRACE", 0.02)


@pytest.mark.usefixtures("_no_grace")
async def test_a_leaving_worker_gives_back_what_does_not_end() -> None:
    """After the grace its work is ended; that is neither failure nor retry."""
    ledger, leaving = FakeStageLedger(), Leaving()
    ended: list[bool] = []

    async def work(job: Job) -> Outcome:
        leaving.begun = True
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)
        return Outcome()

    result = await a_leaving_supervisor(ledger, leaving).run(
        REF, FETCH, work, deadline=5
    )
    assert result == Released()
    assert ended == [True]
    assert ledger.calls == [("release", FETCH)]


async def test_what_ends_while_leaving_is_finished_and_the_next_given_back() -> None:
    """Its result counts; the next stage must not wait for a host that goes away."""
    ledger, leaving = FakeStageLedger(), Leaving()
    outcome = Outcome(tool="yt-dlp")

    async def work(job: Job) -> Outcome:
        leaving.begun = True
        await asyncio.sleep(0.05)
        return outcome

    result = await a_leaving_supervisor(ledger, leaving).run(
        REF, FETCH, work, deadline=5
    )
    assert result == Released()
    assert ledger.calls == [("finish", outcome), ("release", VALIDATE)]


async def test_an_upload_that_ends_while_leaving_leads_to_its_cleanup() -> None:
    """Which nobody else could do: its message waits for this host."""
    ledger, leaving = FakeStageLedger(), Leaving()

    async def work(job: Job) -> Outcome:
        leaving.begun = True
        return Outcome()

    result = await a_leaving_supervisor(ledger, leaving).run(
        REF, UPLOAD, work, deadline=5
    )
    assert result == Done()
    assert [name for name, _ in ledger.calls] == ["finish"]


@pytest.mark.usefixtures("_no_grace")
async def test_a_leaving_worker_begins_nothing_but_cleanups() -> None:
    """What was on its way is given back unbegun; a cleanup is done to its end."""
    ledger = FakeStageLedger()
    supervisor = a_leaving_supervisor(ledger, Leaving(begun=True))
    worked: list[str] = []

    async def work(job: Job) -> Outcome:
        await asyncio.sleep(0.1)
        worked.append(job.ref.id)
        return Outcome()

    assert await supervisor.run(REF, UPLOAD, work, deadline=5) == Released()
    assert (worked, ledger.calls) == ([], [("release", UPLOAD)])
    assert await supervisor.run(REF, CLEANUP, work, deadline=5) == Done()
    assert worked == [REF.id]


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (UnknownError(reason="lost"), "release"),
        (NetworkError(platform="other"), "release"),
        (RateLimitedError(retry_after=60, platform="other"), "retry"),
        (NotFoundError(platform="other"), "fail"),
    ],
)
async def test_errors_while_leaving(error: BossBotError, call: str) -> None:
    """An accident, or a retry that nobody would count down, is no error then."""
    ledger, leaving = FakeStageLedger(), Leaving()

    async def work(job: Job) -> Outcome:
        leaving.begun = True
        raise error

    await a_leaving_supervisor(ledger, leaving).run(REF, FETCH, work, deadline=5)
    assert [name for name, _ in ledger.calls] == [call]


async def test_a_refused_job_is_no_error() -> None:
    """The zygote may know before us that the worker goes away."""
    ledger = FakeStageLedger()

    async def work(job: Job) -> Outcome:
        raise Draining

    result = await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    assert result == Released()
    assert ledger.calls == [("release", FETCH)]


class JoinedLedger(FakeStageLedger):
    """Somebody joined while the upload ran."""

    ONWARDS = REF.model_copy(update={"attempt": 2})

    async def finish(
        self, ref: JobReference, stage: str, owner: str, outcome: Outcome
    ) -> JobReference | None:
        await super().finish(ref, stage, owner, outcome)
        return self.ONWARDS


@pytest.mark.parametrize("leaves", [False, True])
async def test_an_upload_that_somebody_joined_goes_on_from_transcode(
    *, leaves: bool
) -> None:
    """Under the reference that the ledger gave; elsewhere, if the worker goes."""
    ledger, leaving = JoinedLedger(), Leaving()

    async def work(job: Job) -> Outcome:
        leaving.begun = leaves
        return Outcome()

    result = await a_leaving_supervisor(ledger, leaving).run(
        REF, UPLOAD, work, deadline=5
    )
    assert result == (Released() if leaves else More(ledger.ONWARDS))
    assert (("release", TRANSCODE) in ledger.calls) == leaves


class PausedSite(FakeStageLedger):
    """Every retry waits for the site."""

    async def retry(
        self,
        ref: JobReference,
        stage: str,
        owner: str,
        *,
        delay: float,
        error: BossBotError,
        soon: bool,
    ) -> bool:
        return False


async def test_a_retry_that_was_not_kept_ends_the_chain() -> None:
    """The ledger knows better than the error whether it may be soon."""

    async def work(job: Job) -> Outcome:
        raise NetworkError(platform="other")

    result = await a_supervisor(PausedSite()).run(REF, FETCH, work, deadline=5)
    assert isinstance(result, Again)
    assert not result.kept


async def test_every_line_tells_whose_download_it_is() -> None:
    """Guild and user are known from the record on."""

    async def work(job: Job) -> Outcome:
        bound.update(structlog.contextvars.get_contextvars())
        return Outcome()

    bound: dict[str, object] = {}
    ledger = FakeStageLedger()
    await a_supervisor(ledger).run(REF, FETCH, work, deadline=5)
    request = ledger.record.request
    assert (bound["guild"], bound["user"]) == (request.guild, request.user)
