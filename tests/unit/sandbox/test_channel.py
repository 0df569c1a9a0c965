"""A job's words: throttled, never torn, and the last one always delivered."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from bossbot.sandbox.channel import Channel

pytestmark = pytest.mark.unit


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The supervisor's end, and the job's."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(10)
        yield ours, theirs


type Ends = tuple[socket.socket, socket.socket]


def words(supervisor: socket.socket) -> list[dict[str, object]]:
    """Everything said until the channel closed; each line must be whole."""
    said = b""
    while more := supervisor.recv(1 << 16):
        said += more
    assert said.endswith(b"\n")
    return [json.loads(line) for line in said.splitlines()]


def test_progress_of_one_file_is_throttled(ends: Ends):
    """A thousand reports in a moment are one line; a new file is told at once."""
    supervisor, job = ends
    channel = Channel(job.detach())
    for done in range(1000):
        channel.progress(done=done)
    channel.progress(done=0, file_number=2)
    channel.close()
    assert [word["file_number"] for word in words(supervisor)] == [1, 2]


def test_full_channel_drops_progress_and_keeps_the_result(ends: Ends):
    """Progress that finds no room is left out; no line is ever torn."""
    supervisor, job = ends
    channel = Channel(job.detach())
    for number in range(5000):
        channel.progress(done=0, name="n" * 500, file_number=number % 2)
    result = "r" * 1_000_000

    def finish() -> None:
        channel.result(result)
        channel.close()

    last = threading.Thread(target=finish)
    last.start()
    said = words(supervisor)
    last.join(10)
    assert said[-1] == {"event": "result", "value": result}
    assert 1 < len(said) < 5001


def test_supervisor_that_is_gone_disturbs_nobody(ends: Ends):
    """The job goes on to its end, which is near: its group is being killed."""
    supervisor, job = ends
    channel = Channel(job.detach())
    supervisor.close()
    channel.progress(done=1)
    channel.result("unheard")
    channel.close()


def test_result_that_is_no_json_is_refused(ends: Ends):
    """It shows in the job, before anything was sent."""
    channel = Channel(ends[1].detach())
    with pytest.raises(TypeError):
        channel.result(object())
    channel.close()
