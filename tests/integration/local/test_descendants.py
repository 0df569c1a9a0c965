"""Whatever runs below a command ends with it, or is left when nothing can end it."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from bossbot.local import descendants as module
from bossbot.local.descendants import Descendants
from bossbot.sandbox import procfs

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look"),
]

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print(flush=True); time.sleep(600)"
)


def stubborn() -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    return process


async def test_what_does_not_end_is_killed() -> None:
    """After its patience; those from before are spared."""
    before = stubborn()
    descendants = Descendants()
    process = stubborn()
    async with asyncio.timeout(30):
        await descendants.end(0.1)
    assert procfs.stat(process.pid) is None
    assert before.poll() is None
    before.kill()
    before.wait()
    process.returncode = 0  # it was collected already


async def test_what_nothing_can_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process in the kernel's hands (its disk is gone) must not hold us for ever."""
    descendants = Descendants()
    process = stubborn()
    monkeypatch.setattr(module, "_UNKILLABLE", 0.2)
    with monkeypatch.context() as patched:
        patched.setattr(module.os, "kill", lambda *_: None)
        async with asyncio.timeout(30):
            await descendants.end(0.1)
    assert process.poll() is None
    process.kill()
    process.wait()
