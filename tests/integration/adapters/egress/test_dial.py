"""Of several addresses one that answers is found."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_address

import pytest

from bossbot.adapters.egress.dial import dial

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="needs all of 127.0.0.0/8"),
]


LISTENING, DEAF = ip_address("127.0.0.1"), ip_address("127.0.0.3")


@pytest.fixture
def port() -> Iterator[int]:
    """Where 127.0.0.1 listens, and 127.0.0.3 takes and refuses nothing (it is full)."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server((str(LISTENING), 0)))
        where = (str(DEAF), server.getsockname()[1])
        stack.enter_context(socket.create_server(where, backlog=0))
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(where)
        yield where[1]


async def test_an_address_that_refuses_is_passed_over(port: int) -> None:
    """The next one is tried at once."""
    with await dial([ip_address("127.0.0.2"), LISTENING], port) as sock:
        assert sock.getpeername()[0] == str(LISTENING)


async def test_an_address_that_never_answers_is_not_waited_for(port: int) -> None:
    """The next one is tried beside it, and what loses is closed."""
    before = asyncio.all_tasks()
    with await dial([DEAF, LISTENING], port) as sock:
        assert sock.getpeername()[0] == str(LISTENING)
    assert asyncio.all_tasks() == before


async def test_no_address_that_answers_is_an_error(port: int) -> None:
    """The last failure is what is raised."""
    with pytest.raises(OSError):
        await dial([ip_address("127.0.0.2"), ip_address("::1")], port)
    with pytest.raises(OSError, match="no address"):
        await dial([], port)


async def test_giving_up_leaves_nothing(port: int) -> None:
    """A dial that is cancelled takes its attempts with it."""
    before = asyncio.all_tasks()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await dial([DEAF], port)
    assert asyncio.all_tasks() == before
