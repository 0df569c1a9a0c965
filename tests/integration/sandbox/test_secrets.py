"""A job knows nothing of the worker's secrets."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from asyncio.subprocess import PIPE
from dataclasses import replace
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import Sandbox, Started
from bossbot.adapters.zygote import ZygoteLauncher
from tests.integration.sandbox.conftest import Spec
from tests.world.memory import holds

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look"),
]


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A secret in this process' memory and environment, before any zygote starts."""
    value = "canary-" + secrets.token_hex(16)
    monkeypatch.setenv("BOSS_BOT_DISCORD_TOKEN", value)
    monkeypatch.setenv("NO_PROXY", value)
    return value.encode()


async def test_canary_is_in_no_job(canary: bytes, zygote: ZygoteLauncher, act: Spec):
    """Not in environment, command line or memory of job, program or zygote."""
    running: asyncio.Queue[Started] = asyncio.Queue()
    spec = act("linger")
    job = asyncio.ensure_future(
        Sandbox(zygote.socket_path).run(spec, on_started=running.put_nowait)
    )
    started = await asyncio.wait_for(running.get(), 20)
    while not Path(spec.directory, "tick").exists():
        await asyncio.sleep(0.02)
    assert zygote.pid is not None
    assert holds(os.getpid(), canary), "the search itself must work"
    for pid in (started.pid, zygote.pid):
        assert canary not in Path(f"/proc/{pid}/environ").read_bytes()
        assert canary not in Path(f"/proc/{pid}/cmdline").read_bytes()
        assert not holds(pid, canary)
    job.cancel()
    await asyncio.wait({job})


KEEPS_TO_ITSELF = """
import sys, time
from bossbot.kernel import keep_memory_private
keep_memory_private()
print("ready", flush=True)
time.sleep(60)
"""


async def test_a_job_cannot_look_into_a_private_process(
    canary: bytes, sandbox: Sandbox, program: Spec, tmp_path: Path
) -> None:
    """What native code could do: it runs as the same user, be that root or not."""
    command = (sys.executable, "-c", KEEPS_TO_ITSELF)
    keeper = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert keeper.stdout is not None
    try:
        assert await keeper.stdout.readline() == b"ready\n"
        for name in ("environ", "maps", "auxv"):
            copy = tmp_path / name
            with copy.open("wb") as out:
                cat = program("/bin/cat", f"/proc/{keeper.pid}/{name}")
                spec = replace(cat, descriptors={1: out.fileno()})
                ended = await sandbox.run(spec)
            assert (ended.code, copy.read_bytes()) == (1, b""), name
    finally:
        keeper.kill()
        await keeper.wait()


async def test_a_job_keeps_no_power_of_root(
    sandbox: Sandbox, program: Spec, tmp_path: Path
) -> None:
    """Of a root's capabilities a job has those about files, at most."""
    copy = tmp_path / "status"
    with copy.open("wb") as out:
        cat = program("/bin/cat", "/proc/self/status")
        await sandbox.run(replace(cat, descriptors={1: out.fileno()}))
    lines = dict(line.split(":\t") for line in copy.read_text().splitlines())
    for name in ("CapPrm", "CapEff", "CapInh", "CapAmb"):
        assert int(lines[name], 16) & ~0b11111 == 0, name


async def test_zygote_is_clean(zygote: ZygoteLauncher, sandbox: Sandbox, act: Spec):
    """One thread, and no descriptor but standard streams, socket and loop."""
    await Sandbox(zygote.socket_path).run(act("echo", value=1))
    assert len(list(Path(f"/proc/{zygote.pid}/task").iterdir())) == 1
    targets = [
        str(entry.readlink())
        for entry in Path(f"/proc/{zygote.pid}/fd").iterdir()
        if int(entry.name) > 2
    ]
    kinds = {target.partition(":")[0] for target in targets}
    assert kinds <= {"socket", "anon_inode"}
    assert len(targets) <= 5  # listener, loop, waker's two, and that connection
