"""The table of hosts belongs to the installed tools."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bossbot.sandbox.hosts import TABLE

pytestmark = pytest.mark.integration


def test_the_table_is_what_the_installed_tools_give() -> None:
    """After an update of a tool: `python -m bossbot.sandbox.hosts`."""
    program = "from bossbot.sandbox.hosts import render; print(render(), end='')"
    # In a process of its own: the tools' test links need all extractors loaded.
    made = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert made.stdout == TABLE.read_text("ascii")


def test_the_table_is_small() -> None:
    """The bot reads it at its first link."""
    assert TABLE.stat().st_size < 100_000
