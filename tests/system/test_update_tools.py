"""`deploy/update-tools` as it is, with a registry: in a copy that is behind."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.integration.deploy.checkout import HOSTS, LOCK, RELEASES, copied, update
from tests.world.processes import ROOT

pytestmark = [pytest.mark.system, pytest.mark.timeout(1200)]

TRIED = "test_stage.py"
"""Of the tests that the script runs with real fetches: all take minutes."""
TOOLS = {"yt-dlp", "gallery-dl", "yt-dlp-ejs"}


def packages(lock: Path) -> dict[str, str]:
    """Every locked version, by name."""
    found = tomllib.loads(lock.read_text())["package"]
    return {one["name"]: one.get("version", "") for one in found}


def fingerprint() -> list[str]:
    """Of what the script writes, as it stands in our own checkout."""
    files = [ROOT / path for path in (LOCK, HOSTS, RELEASES)]
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def fallen_behind(target: Path) -> tuple[Path, str]:
    """A copy with an older gallery-dl and fewer tests, and its version."""
    checkout = copied(target)
    for one in (checkout / "tests" / "integration" / "fetching").glob("test_*.py"):
        if one.name != TRIED:
            one.unlink()
    project = checkout / "pyproject.toml"
    bound = r'"gallery-dl>=([\d.]+)"'
    newest = packages(checkout / LOCK)["gallery-dl"]
    project.write_text(re.sub(bound, '"gallery-dl>=1"', project.read_text()))
    ours = ("UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV")
    subprocess.run(
        ["uv", "lock", "--upgrade-package", f"gallery-dl<{newest}"],
        cwd=checkout,
        env={name: value for name, value in os.environ.items() if name not in ours},
        capture_output=True,
        timeout=120,
        check=True,
    )
    older = packages(checkout / LOCK)["gallery-dl"]
    assert older != newest
    return checkout, older


def test_a_checkout_that_is_behind_is_brought_up_to_date(tmp_path: Path) -> None:
    """The two and nothing else; where the newest ones fail the tests, that is said."""
    before = fingerprint()
    checkout, older = fallen_behind(tmp_path / "checkout")
    locked = packages(checkout / LOCK)
    done = update(checkout, patience=1100)
    now = packages(checkout / LOCK)
    assert now["gallery-dl"] != older, done.stderr
    changed = {name for name in now.keys() | locked.keys() if now[name] != locked[name]}
    assert changed <= TOOLS
    assert f"gallery-dl {now['gallery-dl']} " in (checkout / RELEASES).read_text()
    assert f"yt-dlp {now['yt-dlp']} " in (checkout / RELEASES).read_text()
    if done.returncode:  # what was released since may do something else than before
        assert "Failed while trying what they have to do" in done.stderr
    else:
        assert "Up to date" in done.stdout
    assert fingerprint() == before
