"""Flower with the password: every stage by name, and no secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bossbot.models import STAGES
from tests.integration.flower.site import DOWNLOAD, PASSWORD, SIGNED, Site
from tests.world.processes import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


def test_a_finished_chain_shows_its_five_stages(flower: Site) -> None:
    """By name, with state, worker and runtime; the download is found by its id."""
    wait_until(
        lambda: [task["state"] for task in flower.tasks()] == ["SUCCESS"] * 5,
        what="five finished stages",
    )
    tasks = flower.tasks()
    assert {task["name"] for task in tasks} == set(STAGES)
    assert {task["args"] for task in tasks} == {f"({DOWNLOAD}, other)"}
    assert all(task["runtime"] is not None for task in tasks)
    assert {task["worker"] for task in tasks} == {"w@host"}


def test_neither_link_nor_password_is_visible_anywhere(flower: Site) -> None:
    """Neither the API nor a page shows what was asked for, or how Redis is reached."""
    wait_until(lambda: "w@host" in flower.get("/api/workers?refresh=1")[1])
    ids = list(json.loads(flower.get("/api/tasks")[1]))
    pages = ["/", "/tasks", "/worker/w@host", "/broker", "/api/tasks", "/api/workers"]
    pages += [f"/task/{uuid}" for uuid in ids]
    pages += [f"/api/task/info/{uuid}" for uuid in ids]
    for path in pages:
        status, body = flower.get(path)
        assert status == 200, path
        for secret in (SIGNED, "empty.example", PASSWORD):
            assert secret not in body, path


def test_the_list_has_the_arguments_by_which_a_download_is_found(flower: Site) -> None:
    """Flower's own columns leave them out."""
    assert ">args</th>" in flower.get("/tasks")[1]


def test_a_canary_is_seen_by_its_site_and_not_by_its_link(flower: Site) -> None:
    """Beat's tick, which is not seen, sent it to the host, which looked."""

    def canaries() -> list[dict[str, Any]]:
        tasks = json.loads(flower.get("/api/tasks")[1]).values()
        return [task for task in tasks if task["name"].startswith("canar")]

    wait_until(lambda: [t["state"] for t in canaries()] == ["SUCCESS"], within=60)
    [task] = canaries()
    assert (task["name"], task["args"]) == ("canary", "(reddit)")
    assert "'works': True" in task["result"]
    _, body = flower.get(f"/api/task/info/{task['uuid']}")
    assert SIGNED not in body
    assert "gallery" not in body


def test_cleanups_are_seen_but_no_ticks(flower: Site) -> None:
    """Beat's housekeeping fans out to the host; the reconciler's ticks hide nothing."""

    def names() -> set[str]:
        return {
            task["name"] for task in json.loads(flower.get("/api/tasks")[1]).values()
        }

    wait_until(lambda: names() >= {"housekeeping", "clean_temp"}, within=60)
    assert "reconcile" not in names()
