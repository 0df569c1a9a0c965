"""The end of a chunked body is found wherever the network cuts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.adapters.egress.bodies import ChunkScanner
from bossbot.adapters.egress.wire import WireError

pytestmark = pytest.mark.unit


def _scan(data: bytes, cuts: list[int]) -> int | None:
    """How far the body goes, fed in pieces."""
    scanner, start = ChunkScanner(), 0
    for stop in [*sorted(cuts), len(data)]:
        if (end := scanner.feed(data[start:stop])) is not None:
            return start + end
        start = stop
    return None


@given(
    st.lists(st.binary(min_size=1, max_size=20)),
    st.sampled_from([b"", b"X-Sum: 1\r\n", b"A: b\r\nC: d\r\n"]),
    st.binary(max_size=10),
    st.data(),
)
def test_the_end_is_found_however_the_body_is_cut(
    chunks: list[bytes], trailer: bytes, rest: bytes, data: st.DataObject
) -> None:
    """Exactly the body is taken, and nothing of what follows."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    body += b"0\r\n" + trailer + b"\r\n"
    whole = body + rest
    cuts = data.draw(st.lists(st.integers(0, len(whole)), max_size=6))

    assert _scan(whole, cuts) == len(body)
    assert _scan(body[:-1], []) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n",
        b"-1\r\n",
        b"+5\r\nhello\r\n",
        b"0x5\r\nhello\r\n",
        b"5 5\r\nhello\r\n",
        b"5\nhello\r\n",
        b"5\r\nhello\n",
        b"5\r\nhello!\r\n",
        b"3\r\nhello\r\n",
        b"f" * 16 + b"\r\n",
        b"5;" + b"x" * 5000,
        b"0\r\n" + b"X: y\r\n" * 5000,
        b"0\r\nX\n\r\n",
    ],
)
def test_what_could_be_read_otherwise_is_refused(data: bytes) -> None:
    """Sizes that other readers take differently, endless lines and trailers."""
    with pytest.raises(WireError):
        _scan(data, [])


def test_a_chunk_may_carry_an_extension_and_blanks() -> None:
    """Seen in the wild, and harmless."""
    assert _scan(b"5  \r\nhello\r\n0;a=b\r\n\r\nGET", []) == 21
