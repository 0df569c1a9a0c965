"""What every test gets: no sockets and no settings from outside, unless it says so."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import structlog
from pytest_socket import disable_socket, enable_socket

_OURS = ("BOSS_BOT_", "DISCORD_", "REDIS_URL", "SENTRY_", "ENABLE_SENTRY", "FLOWER_")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own environment never changes what a test sees."""
    for name in os.environ:
        if name.startswith(_OURS) or name == "PORT":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_sockets_in_unit_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """A unit test that opens a connection is not one; event loops' own pairs may."""
    if request.node.get_closest_marker("unit") is None:
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _clean_logging_context() -> Iterator[None]:
    """What one test binds doesn't stand on another's lines."""
    yield
    structlog.contextvars.clear_contextvars()
