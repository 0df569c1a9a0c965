"""What a process has in memory once it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "entry", ["bossbot.bot", "bossbot.cli", "bossbot.bootstrap.client", "tasks.worker"]
)
def test_entry_points_load_no_downloader(entry: str) -> None:
    """What parses hostile bytes is loaded by the sandbox's program alone."""
    hostile = "{'yt_dlp', 'gallery_dl', 'av', 'PIL', 'pillow_heif'}"
    script = f"import sys, {entry}; print(sorted({hostile} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.strip() == "[]"
