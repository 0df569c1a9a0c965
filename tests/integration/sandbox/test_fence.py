"""What the audit hook refuses a job's Python code, and what it lets pass."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import Sandbox
from tests.integration.sandbox.conftest import Spec

pytestmark = pytest.mark.integration

REFUSED = {
    "other port": "socket.create_connection(('127.0.0.1', 9))",
    "other address": "socket.create_connection(('127.0.0.2', {port}))",
    "public": "socket.socket().connect(('192.0.2.1', 80))",
    "unix socket": "socket.socket(socket.AF_UNIX).connect('/run/x')",
    "connect_ex": "socket.socket().connect_ex(('192.0.2.1', 80))",
    "datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
    "listening": "socket.socket().bind(('127.0.0.1', 0))",
    "name": "socket.getaddrinfo('example.com', 80)",
    "old name": "socket.gethostbyname('example.com')",
    "raw": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM)",
    "program": "subprocess.run(['/bin/true'])",
    "shell": "subprocess.run('/bin/true', shell=True)",
    "system": "os.system('true')",
    "exec": "os.execv('/bin/true', ['true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {{}})",
    "fork": "os.fork()",
    "write": "open('/tmp/escaped', 'w')",
    "append": "open('../escaped', 'a')",
    "os.open": "os.open('/tmp/escaped', os.O_CREAT | os.O_WRONLY)",
    "link and write": "os.symlink('/tmp', 'out'); open('out/escaped', 'w')",
    "remove": "os.remove('{outside}')",
    "rename away": "open('a', 'w').close(); os.rename('a', '/tmp/escaped')",
    "rename in": "os.rename('{outside}', 'a')",
    "hard link": "os.link('{outside}', 'a')",
    "chmod": "os.chmod('{outside}', 0o777)",
    "truncate": "os.truncate('{outside}', 0)",
    "parent": "os.rmdir('.')",
    "ctypes": "import ctypes; ctypes.CDLL(None)",
    "kill": "os.kill({pid}, 0)",
    "kill all": "os.kill(-1, 0)",
    "peek": "open('/proc/{pid}/environ', 'rb')",
}
ALLOWED = {
    "guard": "socket.create_connection(('127.0.0.1', {port})).close()",
    "below": "os.mkdir('d'); open('d/f', 'w').close(); os.rename('d/f', 'd/g')",
    "tree": "import shutil; os.makedirs('x/y'); shutil.rmtree('x')",
    "temporary": "import tempfile; tempfile.TemporaryFile().close()",
    "pair": "socket.socketpair()",
    "read": "open('/etc/passwd').close(); open('/proc/self/status').close()",
    "null": "open('/dev/null', 'w').close()",
    "memory": "import sqlite3; sqlite3.connect(':memory:').close()",
    "threads": "import threading; threading.Thread(target=print).start()",
    "program": "import sys; subprocess.run([sys.executable, '-c', ''], check=True)",
}


@pytest.fixture
def guard() -> Iterator[int]:
    """Something that listens where the egress guard would."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("name", REFUSED)
async def test_refused(
    sandbox: Sandbox, act: Spec, guard: int, tmp_path: Path, name: str
):
    """It raises, and nothing happened."""
    outside = tmp_path / "outside"
    outside.write_text("kept")
    code = REFUSED[name].format(port=guard, outside=outside, pid=os.getpid())
    spec = act("attempt", code=code, proxy=f"http://token@127.0.0.1:{guard}")
    assert (await sandbox.run(spec)).startswith("PermissionError: sandbox")
    assert outside.read_text() == "kept"


@pytest.mark.parametrize("name", ALLOWED)
async def test_allowed(sandbox: Sandbox, act: Spec, guard: int, name: str):
    """What jobs need goes on working."""
    code = ALLOWED[name].format(port=guard)
    spec = act("attempt", code=code, proxy=f"http://token@127.0.0.1:{guard}")
    assert await sandbox.run(spec) == "allowed"


@pytest.mark.parametrize(
    "proxy", [None, "http://127.0.0.2:{port}", "http://[::ffff:127.0.0.1]:{port}", "x:"]
)
async def test_without_guard_there_is_no_way_out(
    sandbox: Sandbox, act: Spec, guard: int, proxy: str | None
):
    """A proxy that isn't on loopback, or none, opens nothing."""
    code = f"socket.create_connection(('127.0.0.1', {guard}))"
    given = proxy.format(port=guard) if proxy else None
    answer = await sandbox.run(act("attempt", code=code, proxy=given))
    assert answer.startswith("PermissionError: sandbox")
