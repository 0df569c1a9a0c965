"""No job takes more than it may."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import JobCrashedError, Sandbox
from bossbot.errors import FileTooLargeError
from tests.integration.sandbox.conftest import MIB, Spec

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux'"),
]


async def test_memory(sandbox: Sandbox, act: Spec):
    """Within the limit it runs; beyond, it ends and the supervisor can tell why."""
    assert await sandbox.run(act("eat", memory=128 * MIB, megabytes=64)) == 64
    with pytest.raises(JobCrashedError) as caught:
        await sandbox.run(act("eat", memory=128 * MIB, megabytes=512))
    assert caught.value.out_of_memory
    assert caught.value.data["max_rss"] < 300 * MIB


async def test_memory_of_a_program(sandbox: Sandbox, program: Spec):
    """It fails to allocate; how it tells is its own affair."""
    spec = program(sys.executable, "-c", "bytearray(600 << 20)")
    assert (await sandbox.run(spec)).code == 1
    spec = program(sys.executable, "-c", "bytearray(60 << 20)")
    assert (await sandbox.run(spec)).code == 0


async def test_address_space_is_not_memory(sandbox: Sandbox, program: Spec):
    """A JavaScript engine reserves gigabytes without touching them."""
    script = (
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True);"
        "libc.mmap.restype = ctypes.c_void_p;"
        "libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 4];"
        "address = libc.mmap(None, 8 << 30, 0, 0x4022, -1, 0);"
        "raise SystemExit(address == ctypes.c_void_p(-1).value)"
    )
    assert (await sandbox.run(program(sys.executable, "-c", script))).code == 0


async def test_file_size(sandbox: Sandbox, act: Spec):
    """A job's file can't grow beyond; the error says what it is."""
    spec = act("fill", path="large", megabytes=8)
    with pytest.raises(FileTooLargeError) as caught:
        await sandbox.run(spec)
    assert caught.value.data == {"max_mb": 4}
    assert Path(spec.directory, "large").stat().st_size == 4 * MIB


async def test_file_size_of_a_program(sandbox: Sandbox, program: Spec):
    """The kernel ends it by the signal made for that."""
    ended = await sandbox.run(
        program("/bin/dd", "if=/dev/zero", "of=large", "bs=1M", "count=8")
    )
    assert ended.signal == signal.SIGXFSZ


async def test_limits_cannot_be_raised(sandbox: Sandbox, act: Spec):
    """Not even by a job that runs as root."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))"
    assert "PermissionError" in await sandbox.run(act("attempt", code=code))


async def test_surroundings(sandbox: Sandbox, act: Spec):
    """A job sees its directory, the channel and nothing else; it leaves no core."""
    spec = act("surroundings")
    seen = await sandbox.run(spec)
    assert seen["descriptors"] == [0, 1, 2, 3]
    assert seen["directory"] == seen["environment"]["HOME"] == spec.directory
    assert seen["session"]
    assert seen["core"] == 0
    assert "PYTHONPATH" not in seen["environment"]
