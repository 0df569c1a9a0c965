"""What operators find out afterwards: which tool it was, and what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.models import State
from tests.world.deployment import Deployment
from tests.world.siteplayer.sites import reddit

pytestmark = pytest.mark.e2e


@pytest.fixture
def deployment(
    tmp_path: Path, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    with Deployment(tmp_path, **sites_environment) as deployment:
        yield deployment


def receipt(deployment: Deployment, download_id: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bossbot", "queue", "show", download_id],
        env=deployment.environment(),
        cwd=deployment.root,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


async def test_a_receipt(deployment: Deployment) -> None:
    """The tool that brought it and the one before; the cookie file that is missing."""
    deployment.start_worker()
    async with deployment.client() as client:
        await client.hosts(1)
        video = await client.ask(reddit.VIDEO_POST, platform="reddit")
        walled = await client.ask(reddit.PRIVATE, platform="reddit")
        for one, state in ((video, State.COMPLETED), (walled, State.FAILED)):
            assert (await client.until_cleaned(one)).state is state

    (document,) = (deployment.root / "a" / "downloads").rglob("metadata.json")
    assert json.loads(document.read_text())["tool"] == "yt-dlp"
    assert "reddit, by yt-dlp after gallery-dl had failed" in receipt(deployment, video)
    fix = "put a Netscape cookie file at $BOSS_BOT_COOKIES_DIR/reddit.txt"
    assert fix in receipt(deployment, walled)
    assert fix in deployment.workers[0].output()
