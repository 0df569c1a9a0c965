"""A copy of the project, to run in what changes a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.world.processes import ROOT

SCRIPT = "deploy/update-tools"
LOCK = "uv.lock"
HOSTS = "bossbot/links/hosts.txt"
RELEASES = "bossbot/adapters/releases.txt"

_FOLDERS = ("bossbot", "tasks", "tests", "deploy", "docs")
_FILES = ("pyproject.toml", LOCK, "README.md", "LICENSE", "celeryconfig.py")


def copied(target: Path) -> Path:
    """The files of this project that a checkout needs to be worked in."""
    for name in _FOLDERS:
        rubbish = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, target / name, ignore=rubbish)
    for name in _FILES:
        shutil.copy(ROOT / name, target / name)
    return target


def update(
    checkout: Path, *options: str, patience: float, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the script there, with nothing of this environment in its way."""
    ours = ("UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV", "PYTHONPATH", "PYTEST_ADDOPTS")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("COVERAGE_")
    }
    return subprocess.run(
        [checkout / SCRIPT, *options],
        cwd=checkout.parent,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
