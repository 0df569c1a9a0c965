"""What a job may try: well-behaved, clumsy and hostile."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bossbot.errors import RateLimitedError
from bossbot.sandbox.channel import Channel

type Params = dict[str, Any]


def echo(params: Params, channel: Channel) -> Any:
    """Return what was given."""
    return params["value"]


def surroundings(params: Params, channel: Channel) -> Any:
    """What the process has and is."""
    return {
        "descriptors": sorted(
            number
            for number in (int(entry.name) for entry in Path("/dev/fd").iterdir())
            if _is_open(number)
        ),
        "environment": dict(os.environ),
        "directory": str(Path.cwd()),
        "session": os.getsid(0) == os.getpid(),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
    }


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def count(params: Params, channel: Channel) -> Any:
    """Report five files, one after the other."""
    for number in range(1, 6):
        channel.progress(done=number, total=5, file_number=number, file_count=5)
    return "counted"


def chatter(params: Params, channel: Channel) -> Any:
    """Report far more than anybody wants, then finish."""
    for number in range(200_000):
        channel.progress(done=number, name="x" * 200, file_number=number % 2)
    return "done"


def big(params: Params, channel: Channel) -> Any:
    """A result far larger than any buffer on the way."""
    return "y" * params["size"]


def fail(params: Params, channel: Channel) -> Any:
    """End with an error of the project's."""
    raise RateLimitedError(platform="reddit", retry_after=7.5)


def blow_up(params: Params, channel: Channel) -> Any:
    """End with a library's error that quotes what nobody should read."""
    raise LookupError(
        "GET https://user:pw@site.example/a?sig=TOPSECRET \x1b[31m failed"
    )


def die(params: Params, channel: Channel) -> Any:
    """End as a decoder with a bug does."""
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)


def vanish(params: Params, channel: Channel) -> Any:
    """End without a word."""
    os._exit(3)


def choke(params: Params, channel: Channel) -> Any:
    """Fail, and fail to say so."""
    channel.close()
    raise LookupError


def eat(params: Params, channel: Channel) -> Any:
    """Take memory until refused."""
    hoard = [bytearray(1 << 20) for _ in range(params["megabytes"])]
    return len(hoard)


def fill(params: Params, channel: Channel) -> Any:
    """Write one large file."""
    with Path(params["path"]).open("wb") as file:
        file.writelines(bytes(1 << 20) for _ in range(params["megabytes"]))
    return "written"


def linger(params: Params, channel: Channel) -> Any:
    """Start grandchildren that keep writing, one of them in a session of its own."""
    script = "import time\nwhile True: open('tick', 'a').write('.'); time.sleep(0.01)"
    for own_session in (False, True):
        subprocess.Popen([sys.executable, "-c", script], start_new_session=own_session)
    while not Path("tick").exists():
        time.sleep(0.01)
    channel.progress(done=1)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def attempt(params: Params, channel: Channel) -> Any:
    """Run a line of Python; the name of the exception it ended with, or "allowed"."""
    try:
        exec(params["code"], {"socket": socket, "os": os, "subprocess": subprocess})
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


def forge(params: Params, channel: Channel) -> Any:
    """Say what only the zygote may say, and things nobody understands."""
    lines = [
        {"event": "exit", "code": 0, "signal": None, "max_rss": 1},
        {"event": "refused", "reason": "draining"},
        {"event": "nonsense"},
    ]
    for line in lines:
        channel._socket.sendall(json.dumps(line).encode() + b"\n")
    return "still mine"


def babble(params: Params, channel: Channel) -> Any:
    """Say something that isn't the protocol."""
    channel._socket.sendall(params["text"].encode() + b"\n")
    time.sleep(60)
