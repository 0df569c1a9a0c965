"""Whatever comes over the socket, the zygote goes on serving the others."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.zygote import ZygoteLauncher
from tests.integration.sandbox.conftest import Spec
from tests.world.processes import wait_until

pytestmark = pytest.mark.integration

GOOD = {
    "kind": "exec",
    "params": {"argv": ["/bin/sleep", "600"]},
    "directory": "/tmp",
    "memory": 1 << 27,
    "file_size": 1 << 20,
    "descriptors": [],
    "environment": {},
    "nice": 0,
}


@contextmanager
def connected(zygote: ZygoteLauncher) -> Iterator[socket.socket]:
    """A plain connection to the zygote, as soon as it listens."""
    wait_until(zygote.socket_path.exists, within=60, what="the socket")
    with socket.socket(socket.AF_UNIX) as plain:
        plain.settimeout(20)
        plain.connect(str(zygote.socket_path))
        yield plain


def answer(plain: socket.socket) -> bytes:
    """All the zygote says, to the end."""
    said = b""
    with suppress(ConnectionResetError):
        while more := plain.recv(4096):
            said += more
    return said


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1\r\n",
        b"\n",
        b"\x00\xff\xfe\n",
        b"[]\n",
        b"[" * 200_000 + b"\n",
        json.dumps({**GOOD, "kind": "rm"}).encode() + b"\n",
        json.dumps({**GOOD, "kind": 1}).encode() + b"\n",
        json.dumps({**GOOD, "memory": -1}).encode() + b"\n",
        json.dumps({**GOOD, "memory": True}).encode() + b"\n",
        json.dumps({**GOOD, "directory": "relative"}).encode() + b"\n",
        json.dumps({**GOOD, "params": {"argv": ["sleep"]}}).encode() + b"\n",
        json.dumps({**GOOD, "params": {"argv": []}}).encode() + b"\n",
        json.dumps({**GOOD, "descriptors": [1]}).encode() + b"\n",
        json.dumps({**GOOD, "descriptors": [99999]}).encode() + b"\n",
        json.dumps({**GOOD, "environment": {"A": 1}}).encode() + b"\n",
        json.dumps(GOOD).encode() + b"\n" + json.dumps(GOOD).encode() + b"\n",
        b"x" * (2 << 20),
    ],
)
async def test_garbage_is_refused(
    shared_zygote: ZygoteLauncher, sandbox: Sandbox, act: Spec, line: bytes
):
    """One word, the end of the connection, and business as usual."""
    with connected(shared_zygote) as plain:
        with suppress(BrokenPipeError, ConnectionResetError):
            plain.sendall(line)
        said = answer(plain)
    assert said == b"" or json.loads(said) == {
        "event": "refused",
        "reason": "malformed",
    }
    assert await sandbox.run(act("echo", value=1)) == 1


async def test_surplus_descriptors_are_closed(
    shared_zygote: ZygoteLauncher, sandbox: Sandbox, act: Spec
):
    """A request with more descriptors than it names is refused; none stays open."""
    descriptors = Path(f"/proc/{shared_zygote.pid}/fd")
    before = len(list(descriptors.iterdir()))
    for count in (1, 16, 40, 200):
        with connected(shared_zygote) as plain:
            line = json.dumps(GOOD).encode() + b"\n"
            socket.send_fds(plain, [line], [plain.fileno()] * count)
            assert b"malformed" in answer(plain)
    assert await sandbox.run(act("echo", value=1)) == 1
    assert len(list(descriptors.iterdir())) <= before + 1


async def test_silent_and_half_finished_connections(
    shared_zygote: ZygoteLauncher, sandbox: Sandbox, act: Spec
):
    """Who says nothing, or stops in the middle, keeps nobody waiting."""
    with connected(shared_zygote), connected(shared_zygote) as half:
        half.sendall(b'{"kind": "exec", ')
        assert await sandbox.run(act("echo", value=1)) == 1
        half.shutdown(socket.SHUT_WR)
        assert answer(half) == b""


async def test_supervisor_that_does_not_read(
    shared_zygote: ZygoteLauncher, sandbox: Sandbox, act: Spec
):
    """Its job is served, and so is everybody else."""
    with connected(shared_zygote) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        short = {**GOOD, "params": {"argv": ["/bin/true"]}}
        deaf.sendall(json.dumps(short).encode() + b"\n")
        assert await sandbox.run(act("big", size=1000)) == "y" * 1000
        events = [json.loads(line)["event"] for line in answer(deaf).splitlines()]
    assert events == ["started", "exit"]


async def test_half_close_kills_and_still_answers(shared_zygote: ZygoteLauncher):
    """The supervisor's end of file is the order to kill; `exit` confirms it."""
    with connected(shared_zygote) as plain:
        plain.sendall(json.dumps(GOOD).encode() + b"\n")
        assert b"started" in plain.recv(4096)
        plain.shutdown(socket.SHUT_WR)
        ended = json.loads(await asyncio.to_thread(answer, plain))
    assert (ended["event"], ended["code"], ended["signal"]) == ("exit", None, 9)


async def test_socket_is_private(shared_zygote: ZygoteLauncher, act: Spec):
    """Only this user gets to it: 0600 in a directory of 0700."""
    await Sandbox(shared_zygote.socket_path).run(act("echo", value=1))
    path = shared_zygote.socket_path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(os.fsencode(path)) < 104
