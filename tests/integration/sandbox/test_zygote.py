"""However the zygote ends, or its launcher, its jobs end with it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import Sandbox, SandboxUnavailableError, Started
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.pipeline.ports import Draining
from bossbot.sandbox import procfs
from tests.integration.sandbox.conftest import Spec
from tests.integration.sandbox.running import Running, gone, of_directory

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look"),
]


async def test_kill_of_the_zygote(zygote: ZygoteLauncher, act: Spec):
    """Its jobs die with it, what escaped dies with the next, which serves."""
    sandbox = Sandbox(zygote.socket_path)
    job = Running(sandbox, act("linger"))
    await job.busy()
    assert zygote.pid is not None
    os.kill(zygote.pid, signal.SIGKILL)
    with pytest.raises(SandboxUnavailableError, match="lost"):
        await job.task
    assert job.started[0].pid not in of_directory(job.directory)
    waiting = asyncio.ensure_future(sandbox.run(act("echo", value=1)))
    async with asyncio.timeout(20):
        while zygote.ensure() is False:
            await asyncio.sleep(0.1)
        assert await waiting == 1
    await gone(job.directory)


async def test_kill_of_the_zygote_with_its_client(
    zygote: ZygoteLauncher, program: Spec, tmp_path: Path
):
    """The kernel ends a job whose zygote and supervisor died at once."""
    with socket.socket(socket.AF_UNIX) as plain:
        await Sandbox(zygote.socket_path).run(program("/bin/true"))
        plain.connect(str(zygote.socket_path))
        spec = program("/bin/sleep", "600")
        plain.sendall(spec.to_line())
        assert b"started" in plain.recv(4096)
        async with asyncio.timeout(10):
            while not of_directory(str(tmp_path)):
                await asyncio.sleep(0.02)
        assert zygote.pid is not None
        os.kill(zygote.pid, signal.SIGKILL)
        await gone(str(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_kill_of_the_launcher(act: Spec, tmp_path: Path, number: signal.Signals):
    """The zygote notices by itself and ends everything, grandchildren included."""
    script = textwrap.dedent(
        """
        import os, sys, time
        from pathlib import Path
        from bossbot.adapters.zygote import ZygoteLauncher
        launcher = ZygoteLauncher(home=Path(sys.argv[1]), jobs="tests.world.sandbox")
        launcher.start()
        child = os.fork()  # as pool children do, it inherits the lifeline's end
        if child:
            print(launcher.socket_path, launcher.pid, child, flush=True)
        time.sleep(600)
        """
    )
    launcher = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script, str(tmp_path / "home")),
        stdout=asyncio.subprocess.PIPE,
    )
    assert launcher.stdout is not None
    path, pid, child = (await launcher.stdout.readline()).decode().split()
    job = Running(Sandbox(Path(path)), act("linger"))
    await job.busy()
    launcher.send_signal(number)
    with pytest.raises(SandboxUnavailableError, match="stopping"):
        await job.task
    assert procfs.stat(int(child)) is not None
    os.kill(int(child), signal.SIGKILL)
    await launcher.communicate()
    await gone(job.directory)
    async with asyncio.timeout(10):
        while (left := procfs.stat(int(pid))) is not None and not left.dead:
            await asyncio.sleep(0.02)
    assert not Path(path).parent.exists()


async def test_stop(zygote: ZygoteLauncher, act: Spec):
    """The launcher's stop ends jobs and zygote, and takes the socket away."""
    job = Running(Sandbox(zygote.socket_path), act("linger"))
    await job.busy()
    zygote.stop()
    with pytest.raises(SandboxUnavailableError, match="stopping"):
        await job.task
    assert of_directory(job.directory) == []
    assert not zygote.alive
    assert not zygote.socket_path.parent.exists()


async def test_draining(zygote: ZygoteLauncher, act: Spec):
    """What runs goes on; what is new is refused with a reason; no restart."""
    sandbox = Sandbox(zygote.socket_path)
    job = Running(sandbox, act("linger"))
    await job.busy()
    zygote.drain()
    with pytest.raises(Draining):
        await sandbox.run(act("echo", value=1))
    assert not job.task.done()
    zygote.stop()
    assert not zygote.ensure()
    await asyncio.wait({job.task})
    assert isinstance(job.task.exception(), SandboxUnavailableError)


async def test_sigterm_to_everybody(zygote: ZygoteLauncher, program: Spec):
    """As platforms send it: jobs are left to their supervisors, nothing is new."""
    sandbox = Sandbox(zygote.socket_path)

    def started(job: Started) -> None:
        assert zygote.pid is not None
        for pid in (job.pid, zygote.pid):
            os.kill(pid, signal.SIGTERM)

    ended = await sandbox.run(program("/bin/sleep", "0.5"), on_started=started)
    assert (ended.code, ended.signal) == (0, None)
    with pytest.raises(Draining):
        await sandbox.run(program("/bin/true"))
    assert zygote.alive


async def test_no_zygote(tmp_path: Path, act: Spec):
    """The client waits a while, then says so."""
    sandbox = Sandbox(tmp_path / "nobody", patience=0.3)
    with pytest.raises(SandboxUnavailableError, match="no zygote"):
        await sandbox.run(act("echo", value=1))


def test_a_killed_launcher_leaves_no_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The next worker removes the socket's directory of one that was killed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = (
        "import tempfile; from pathlib import Path;"
        "from bossbot.adapters.zygote import ZygoteLauncher;"
        f"tempfile.tempdir = {str(tmp_path)!r};"
        f"launcher = ZygoteLauncher(home=Path({str(tmp_path / 'home')!r}));"
        "print(launcher.socket_path.parent, flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    left = Path(process.stdout.readline().strip())
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    assert left.is_dir()
    launcher = ZygoteLauncher(home=tmp_path / "home")
    assert not left.exists()
    launcher.stop()
    assert not launcher.socket_path.parent.exists()
