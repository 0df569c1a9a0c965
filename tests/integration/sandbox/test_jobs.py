"""What a job gives back: results, progress, errors, or nothing."""

from __future__ import annotations

import asyncio
import logging
import signal
import time

import pytest

from bossbot.adapters.sandbox import JobCrashedError, JobProgress, Sandbox, Started
from bossbot.errors import RateLimitedError, UnknownError
from bossbot.sandbox import procfs
from bossbot.sandbox.protocol import BROKEN
from tests.integration.sandbox.conftest import Spec

pytestmark = pytest.mark.integration


async def test_result_is_what_the_function_returned(sandbox: Sandbox, act: Spec):
    """JSON goes in and comes back unchanged."""
    value = {"text": "naïve 🚀", "list": [1, None, 2.5]}
    assert await sandbox.run(act("echo", value=value)) == value


async def test_result_larger_than_every_buffer(sandbox: Sandbox, act: Spec):
    """5 MB arrive whole."""
    result = await sandbox.run(act("big", size=5_000_000))
    assert len(result) == 5_000_000


async def test_result_without_end_is_refused(sandbox: Sandbox, act: Spec):
    """A job can't fill its supervisor's memory."""
    with pytest.raises(UnknownError, match="job protocol"):
        await sandbox.run(act("big", size=20_000_000))


async def test_progress_arrives_in_order(sandbox: Sandbox, act: Spec):
    """Each new file is told at once, whatever the throttle."""
    seen: list[JobProgress] = []
    await sandbox.run(act("count"), on_progress=seen.append)
    assert [progress.file_number for progress in seen] == [1, 2, 3, 4, 5]
    assert seen[0] == JobProgress(done=1, total=5, file_number=1, file_count=5)


async def test_progress_nobody_reads_delays_nothing(sandbox: Sandbox, act: Spec):
    """A flood of progress is dropped; the result behind it is not."""

    def sleepy(_: JobProgress) -> None:
        time.sleep(0.0001)

    assert await sandbox.run(act("chatter"), on_progress=sleepy) == "done"


async def test_failing_callback_ends_the_job(sandbox: Sandbox, act: Spec):
    """What the supervisor itself raises comes through, and the job is gone."""
    started: list[Started] = []

    def broken(_: JobProgress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await sandbox.run(act("linger"), on_progress=broken, on_started=started.append)
    assert procfs.stat(started[0].pid) is None


async def test_reported_error_keeps_its_type_and_data(sandbox: Sandbox, act: Spec):
    """A `BossBotError` raised in the job is raised here."""
    with pytest.raises(RateLimitedError) as caught:
        await sandbox.run(act("fail"))
    assert caught.value.retry_after == 7.5
    assert caught.value.data == {"platform": "reddit"}


async def test_other_exceptions_become_unknown(
    sandbox: Sandbox, act: Spec, caplog: pytest.LogCaptureFixture
):
    """Members get no text of a library; operators get it without secrets."""
    with (
        caplog.at_level(logging.WARNING),
        pytest.raises(UnknownError) as caught,
    ):
        await sandbox.run(act("blow_up"))
    assert caught.value.data == {"exception": "LookupError"}
    assert "https://site.example/" in caplog.text
    for secret in ("TOPSECRET", "pw@", "\x1b"):
        assert secret not in caplog.text


async def test_death_without_a_word_is_told_apart(sandbox: Sandbox, act: Spec):
    """A crash carries the signal or the code."""
    with pytest.raises(JobCrashedError) as crashed:
        await sandbox.run(act("die"))
    assert crashed.value.data["signal"] == signal.SIGSEGV
    with pytest.raises(JobCrashedError) as vanished:
        await sandbox.run(act("vanish"))
    assert vanished.value.data["code"] == 3
    assert not vanished.value.out_of_memory


async def test_failing_to_say_why_is_no_failed_start(sandbox: Sandbox, act: Spec):
    """What could not begin may begin another time; this one did, and broke."""
    with pytest.raises(JobCrashedError) as broken:
        await sandbox.run(act("choke"))
    assert broken.value.data["code"] == BROKEN


async def test_missing_library_fails_only_its_own_kind(sandbox: Sandbox, act: Spec):
    """The zygote serves the other kinds."""
    spec = act("echo", value=1)
    broken = type(spec)(
        kind="missing",  # type: ignore[arg-type]
        params={},
        directory=spec.directory,
        memory=spec.memory,
        file_size=spec.file_size,
    )
    with pytest.raises(UnknownError) as caught:
        await sandbox.run(broken)
    assert caught.value.data == {"exception": "ModuleNotFoundError"}
    assert await sandbox.run(spec) == 1


async def test_twenty_at_once(sandbox: Sandbox, act: Spec):
    """Concurrent jobs keep their results apart."""
    jobs = [sandbox.run(act("echo", value=number)) for number in range(20)]
    assert await asyncio.gather(*jobs) == list(range(20))


async def test_job_cannot_speak_for_the_zygote(sandbox: Sandbox, act: Spec):
    """A forged `exit` or an unknown event changes nothing."""
    assert await sandbox.run(act("forge")) == "still mine"


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", "null", '{"event":"progress"}', "[" * 100_000),
        *('{"event":"error"}', '{"event":"error","error":["network"]}'),
        '{"event":"progress","done":Infinity,"file_number":1,"file_count":1}',
    ],
)
async def test_nonsense_ends_the_job(sandbox: Sandbox, act: Spec, text: str):
    """What isn't the protocol is an error, not a hang or a traceback."""
    with pytest.raises(UnknownError, match="job protocol"):
        await sandbox.run(act("babble", text=text))
