"""A kept program comes back when it dies, unless it says that it can't run here."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from bossbot.local.keeping import EnvironmentProblem, Keeper
from bossbot.local.programs import Program
from tests.world.processes import wait_until

pytestmark = pytest.mark.integration


def program(script: str) -> Program:
    """A program in Python."""
    return Program(
        name="example",
        command=(sys.executable, "-c", textwrap.dedent(script)),
        environment=dict(os.environ),
        patience=5,
    )


class Lines(list[str]):
    """Collects what is written."""

    def __call__(self, _: str, line: str) -> None:
        self.append(line)


async def test_exit_code_3_ends_the_keeping_with_its_words() -> None:
    """An operator has to act; starting again would only repeat the sentence."""
    keeper = Keeper(program("print('no token'); raise SystemExit(3)"), Lines())
    with pytest.raises(EnvironmentProblem, match="no token"):
        await keeper.run()


async def test_it_is_started_again_and_at_last_given_up() -> None:
    """Every death is followed by a start, until it died too often in a row."""
    lines = Lines()
    keeper = Keeper(program("print('hello'); exit(1)"), lines, most_starts=2)
    with pytest.raises(EnvironmentProblem, match="The example doesn't run: hello"):
        await keeper.run()
    assert lines == ["hello", "hello"]


async def test_stop_ends_it_for_good() -> None:
    """SIGTERM is heard; nothing is started again."""
    lines = Lines()
    keeper = Keeper(
        program("""
            import signal, time
            signal.signal(signal.SIGTERM, lambda *_: (print("bye"), exit(0)))
            print("ready", flush=True)
            time.sleep(60)
        """),
        lines,
    )
    running = asyncio.create_task(keeper.run())
    await until(lines, "ready")
    await keeper.stop()
    await running
    assert lines == ["ready", "bye"]


async def test_who_does_not_listen_is_killed_with_all_its_group() -> None:
    """After its patience SIGKILL goes to its children as well."""
    lines = Lines()
    keeper = Keeper(
        program("""
            import os, signal, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            child = os.fork()
            if child:
                print(child, flush=True)
            time.sleep(60)
        """),
        lines,
    )
    running = asyncio.create_task(keeper.run())
    async with asyncio.timeout(10):
        while not lines:
            await asyncio.sleep(0.02)
    await keeper.stop(0.2)
    await running
    wait_until(lambda: gone(int(lines[0])), what="the child's end")


async def test_output_without_end_of_line_is_bounded() -> None:
    """A program that writes no newline for ever doesn't fill our memory."""
    lines = Lines()
    keeper = Keeper(program("print('x' * 1_000_000, end='')"), lines, most_starts=1)
    with pytest.raises(EnvironmentProblem):
        await keeper.run()
    assert sum(map(len, lines)) == 1_000_000
    assert max(map(len, lines)) < 200_000


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe does it")
def test_kill_9_of_the_keeper_ends_the_program(tmp_path: Path) -> None:
    """The kernel ties them: nothing of ours has to run for it."""
    note = tmp_path / "pid"
    keeping = f"""
        import asyncio, os, sys
        from bossbot.local.keeping import Keeper
        from bossbot.local.programs import Program
        child = "import os, time, pathlib as p; " \\
            "p.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
        program = Program(name="example", command=(sys.executable, "-c", child),
                          environment=dict(os.environ), patience=5)
        asyncio.run(Keeper(program, lambda *_: None).run())
    """
    parent = psutil.Popen([sys.executable, "-c", textwrap.dedent(keeping)])
    wait_until(lambda: note.exists() and note.read_text() != "", what="the child")
    child = int(note.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until(lambda: gone(child), within=5, what="the child's end")


async def until(lines: Lines, word: str) -> None:
    """Wait for a line."""
    async with asyncio.timeout(10):
        while word not in lines:
            await asyncio.sleep(0.02)


def gone(pid: int) -> bool:
    """Whether it runs no more."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
