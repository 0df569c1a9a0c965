"""Flower without the password: nothing, and only on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.flower.site import (
    USER,
    Site,
    answers,
    child,
    free_port,
    listening,
)
from tests.world.processes import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


@pytest.mark.parametrize(
    "path",
    ["/", "/workers", "/tasks", "/broker", "/api/tasks", "/api/workers", "/metrics"],
)
@pytest.mark.parametrize("auth", [None, "ops:wrong", "", ":"])
def test_without_the_password_nothing_is_shown(
    flower: Site, path: str, auth: str | None
) -> None:
    """Pages, API and metrics alike."""
    status, body = flower.get(path, auth=auth)
    assert status == 401
    assert "host" not in body


def test_the_health_check_says_nothing_but_ok(flower: Site) -> None:
    """The one page that platforms may ask without a password."""
    assert flower.get("/healthcheck", auth=None) == (200, "OK")


def test_it_listens_on_this_machine_only(flower: Site) -> None:
    """Without PORT nobody else can even ask for the password."""
    assert listening(flower.port) == {"127.0.0.1"}


def test_with_port_it_listens_on_all_addresses(tmp_path: Path) -> None:
    """A platform that gives a port routes the outside world to it."""
    port = free_port()
    with child(
        *("-A", "tasks", "flower"),
        log=tmp_path / "flower.log",
        REDIS_URL="redis://127.0.0.1:1/0",
        FLOWER_BASIC_AUTH=USER,
        PORT=str(port),
    ) as process:
        wait_until(lambda: answers(Site(port, process)), within=60, what="Flower")
        assert "0.0.0.0" in listening(port)
