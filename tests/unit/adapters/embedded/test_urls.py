"""redis-py's URLs in kombu's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from kombu.utils.url import url_to_parts
from redis.connection import ConnectionPool

from bossbot.adapters.embedded.urls import broker_url, socket_url

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://host:6379/0", "redis://host:6379/0"),
        ("redis://:p%2Fw@host/3", "redis://:p%2Fw@host/3"),
        ("redis://host?db=4&socket_timeout=3", "redis://host/4"),
        ("rediss://:p@host:1/2", "rediss://:p@host:1/2?ssl_cert_reqs=required"),
        (
            "rediss://host/0?ssl_cert_reqs=none",
            "rediss://host/0?ssl_cert_reqs=none",
        ),
        ("unix:///run/a.sock?db=2", "redis+socket:///run/a.sock?virtual_host=2"),
        ("unix:///run/a.sock", "redis+socket:///run/a.sock?virtual_host=0"),
        (
            "unix://u:p%2Fw@/run/a.sock?db=1",
            "redis+socket://u:p%2Fw@/run/a.sock?virtual_host=1",
        ),
        (
            "unix:///run/a.sock?db=1&password=p/w",
            "redis+socket://:p%2Fw@/run/a.sock?virtual_host=1",
        ),
    ],
)
def test_the_same_server_in_kombus_words(redis_url: str, expected: str) -> None:
    """Database, login and certificate checks survive the translation."""
    assert broker_url(redis_url) == expected


def test_a_path_with_spaces_reaches_both() -> None:
    """Both libraries decode the same path out of their URL."""
    path = Path("/tmp/a folder/é/redis.sock")
    url = socket_url(path)
    pool = ConnectionPool.from_url(url)
    assert pool.connection_kwargs["path"] == str(path)
    _, _, address = broker_url(url).partition("+")
    assert "/" + str(url_to_parts(address).path) == str(path)
