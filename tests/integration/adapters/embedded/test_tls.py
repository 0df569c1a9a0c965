"""`rediss:` URLs: both libraries verify, unless the URL says not to.

Heroku's servers have certificates that no known authority signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from kombu import Connection
from kombu.exceptions import OperationalError

from bossbot.adapters.embedded import broker_url
from bossbot.adapters.ledger import connect
from tests.world.redis_server import redis_server
from tests.world.tls_relay import tls_relay

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server behind TLS, without options in its URL."""
    with redis_server() as plain:
        path = plain.removeprefix("unix://").partition("?")[0]
        with tls_relay(Path(path)) as port:
            yield f"rediss://127.0.0.1:{port}/0"


async def test_the_ledger_takes_an_unknown_certificate_if_told_to(url: str) -> None:
    """`ssl_cert_reqs=none` in the URL is enough."""
    client = connect(f"{url}?ssl_cert_reqs=none")
    assert await client.set("seen", 1)
    await client.aclose()


async def test_the_ledger_refuses_an_unknown_certificate_otherwise(url: str) -> None:
    """Nothing is sent to whoever stands in between."""
    client = connect(url)
    with pytest.raises(redis.ConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        await client.time()
    await client.aclose()


def test_the_broker_takes_an_unknown_certificate_if_told_to(url: str) -> None:
    """The same URL, in kombu's words."""
    with Connection(broker_url(f"{url}?ssl_cert_reqs=none")) as connection:
        connection.ensure_connection(max_retries=1)
        with connection.SimpleQueue("tried") as queue:
            queue.put({"seen": 1})
            assert queue.get(timeout=10).payload == {"seen": 1}


def test_the_broker_refuses_an_unknown_certificate_otherwise(url: str) -> None:
    """Without our translation kombu would not verify."""
    with (
        Connection(broker_url(url)) as connection,
        pytest.raises(OperationalError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        connection.ensure_connection(max_retries=1)
