"""Requests as members make them, with what a test doesn't care about filled in."""

from __future__ import annotations

from typing import Any

from bossbot.models import DirectoryTarget, Limits, Request

MB = 1024 * 1024
LIMITS = Limits(image=5 * MB, audio=10 * MB, video=50 * MB, source=500 * MB)


def a_request(**changes: Any) -> Request:
    """A request for a direct link, delivered into a directory."""
    values: dict[str, Any] = {
        "url": "https://media.example/cat.mp4",
        "canonical": "https://media.example/cat.mp4",
        "platform": "other",
        "guild": "local",
        "user": "someone",
        "limits": LIMITS,
        "target": DirectoryTarget(path="out"),
    }
    return Request(**(values | changes))
