"""However a job ends, nothing of it goes on."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import JobSpec, Sandbox
from bossbot.adapters.sandbox.groups import kill_group
from tests.integration.sandbox.conftest import Spec
from tests.integration.sandbox.running import Running, of_directory

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look"),
]


async def test_cancelling_waits_for_the_whole_group(sandbox: Sandbox, act: Spec):
    """When the cancellation gets through, grandchildren are gone, escaped ones too."""
    job = Running(sandbox, act("linger"))
    await job.busy()
    job.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job.task
    assert of_directory(job.directory) == []


async def test_cancelling_twice_changes_nothing(sandbox: Sandbox, act: Spec):
    """An impatient caller still gets its cancellation only after the end."""
    job = Running(sandbox, act("linger"))
    await job.busy()
    job.task.cancel()
    await asyncio.sleep(0)
    job.task.cancel()
    await asyncio.sleep(0)
    job.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job.task
    assert of_directory(job.directory) == []


async def test_deadline_of_the_caller(sandbox: Sandbox, act: Spec):
    """`asyncio.timeout` around it is all a deadline takes."""
    spec = act("linger")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await sandbox.run(spec)
    assert of_directory(spec.directory) == []


async def test_job_that_ends_takes_its_children_along(sandbox: Sandbox, program: Spec):
    """`exit` comes when the group is empty, not when its leader ended."""
    spec = program("/bin/sh", "-c", "sleep 600 & setsid sleep 600 & exit 0")
    assert (await sandbox.run(spec)).code == 0
    assert of_directory(spec.directory) == []


async def test_other_jobs_go_on(sandbox: Sandbox, act: Spec, tmp_path: Path):
    """Killing one group leaves the others alone, orphans in them included."""
    job = Running(sandbox, act("linger"))
    await job.busy()
    for _ in range(3):
        other = JobSpec(
            kind="exec",
            params={"argv": ["/bin/sh", "-c", "sleep 600 &"]},
            directory=str(tmp_path),
            memory=1 << 27,
            file_size=1 << 20,
        )
        await sandbox.run(other)
    assert not job.task.done()
    assert job.started[0].pid in of_directory(job.directory)
    job.task.cancel()
    await asyncio.wait({job.task})


async def test_kill_group_knows_a_namesake(sandbox: Sandbox, act: Spec):
    """A later process of the same number is let be; the right one is killed."""
    job = Running(sandbox, act("linger"))
    await job.busy()
    started = job.started[0]
    assert not kill_group(started.pid, started.start_time - 1)
    assert not kill_group(started.pid, 0)
    await asyncio.sleep(0.1)
    assert not job.task.done()
    assert kill_group(started.pid, started.start_time)
    with pytest.raises(Exception, match="signal=9"):
        await job.task
    assert not kill_group(started.pid, started.start_time)
