"""Flower in a real browser, as an operator sees it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from bossbot.models import STAGES
from tests.integration.flower.site import DOWNLOAD, URL, USER, Site

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]


def shown(url: str, profile: Path, *, until: str, within: float = 90) -> str:
    """The page's document once its scripts have filled it in: it says `until`.

    A page of Flower asks for its table when it has been drawn. On a busy machine the
    browser's own idea of "done" comes earlier.
    """
    end = time.monotonic() + within
    while until not in (page := _dumped(url, profile)):
        assert time.monotonic() < end, f"{until!r} is not in {page[-2000:]}"
    return page


def _dumped(url: str, profile: Path) -> str:
    run = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
            *("--disable-background-networking", "--disable-component-update"),
            *("--no-first-run", "--disable-sync", f"--user-data-dir={profile}"),
            *("--virtual-time-budget=8000", "--dump-dom", url),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return run.stdout


def test_the_task_list_shows_a_download(flower: Site, tmp_path: Path) -> None:
    """Five stages with the download's id and platform; its link is nowhere."""
    url = f"http://{USER}@127.0.0.1:{flower.port}/tasks"
    page = shown(url, tmp_path, until=f">{STAGES[-1]}<")
    for stage in STAGES:
        assert f">{stage}<" in page
    assert page.count(DOWNLOAD) >= len(STAGES)
    assert "(other" in page or ", other)" in page
    assert URL not in page
