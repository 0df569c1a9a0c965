"""Programs in the sandbox: descriptors, environment, exit codes."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import JobCrashedError, Sandbox
from tests.integration.sandbox.conftest import Spec

pytestmark = pytest.mark.integration


async def test_descriptors_arrive_at_their_numbers(
    sandbox: Sandbox, program: Spec, tmp_path: Path
):
    """A program reads and writes what it was handed, swapped numbers included."""
    (tmp_path / "source").write_text("by descriptor")
    reading, writing = os.pipe()
    source = os.open(tmp_path / "source", os.O_RDONLY)
    try:
        # 9 -> the source and 1 -> the pipe, whatever their numbers are here
        spec = program("/bin/cat", "/dev/fd/9", descriptors={9: source, 1: writing})
        ended = await sandbox.run(spec, on_started=lambda _: os.close(writing))
        assert os.read(reading, 100) == b"by descriptor"
        assert os.read(reading, 100) == b""
        assert ended.code == 0
    finally:
        os.close(source)
        os.close(reading)


async def test_nothing_else_is_inherited(
    sandbox: Sandbox, program: Spec, tmp_path: Path
):
    """Only 0, 1 and 2 are open, on /dev/null, and no variable of ours is there."""
    script = (
        "import json, os; from pathlib import Path;"
        "fds = [int(e.name) for e in Path('/dev/fd').iterdir()];"
        "ok = [n for n in fds if os.path.exists(f'/dev/fd/{n}')];"
        "names = [os.readlink(f'/dev/fd/{n}') for n in ok];"
        "Path('seen').write_text(json.dumps([ok, names, dict(os.environ)]))"
    )
    spec = program(sys.executable, "-c", script, environment={"MINE": "1"})
    assert (await sandbox.run(spec)).code == 0
    numbers, names, environment = json.loads((tmp_path / "seen").read_text())
    assert numbers == [0, 1, 2]
    assert set(names) == {"/dev/null"}
    for harmless in ("LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "BOSS_BOT_SANDBOX"):
        environment.pop(harmless, None)
    assert environment == {
        "PATH": environment["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "MINE": "1",
    }


async def test_exit_code_and_signal_are_told(sandbox: Sandbox, program: Spec):
    """How a program ended is its caller's business."""
    assert (await sandbox.run(program("/bin/sh", "-c", "exit 7"))).code == 7
    ended = await sandbox.run(program("/bin/sh", "-c", "kill -USR1 $$"))
    assert (ended.code, ended.signal) == (None, signal.SIGUSR1)
    assert ended.max_rss > 0


async def test_program_that_cannot_start_is_a_crash(sandbox: Sandbox, program: Spec):
    """A missing program or directory is not taken for the program's own failure."""
    with pytest.raises(JobCrashedError):
        await sandbox.run(program("/nonexistent/ffmpeg"))
    spec = program("/bin/true")
    gone = type(spec)(
        kind="exec",
        params=spec.params,
        directory="/nonexistent",
        memory=spec.memory,
        file_size=spec.file_size,
    )
    with pytest.raises(JobCrashedError):
        await sandbox.run(gone)


async def test_broken_pipe_ends_a_program(sandbox: Sandbox, program: Spec):
    """SIGPIPE has its default action again, which Python takes away."""
    reading, writing = os.pipe()
    os.close(reading)
    spec = program("/usr/bin/yes", descriptors={1: writing})
    ended = await sandbox.run(spec, on_started=lambda _: os.close(writing))
    assert ended.signal == signal.SIGPIPE
