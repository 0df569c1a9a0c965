"""What it means that a stage took too long."""

from __future__ import annotations

from bossbot.errors import (
    BossBotError,
    CleanupError,
    DiscordError,
    InvalidFileError,
    NetworkError,
)
from bossbot.models import FETCH, TRANSCODE, UPLOAD, VALIDATE


def timed_out(stage: str, platform: str) -> BossBotError:
    """The error of a stage that passed its deadline.

    A slow site or Discord may be faster next time; a file that can't be examined or
    converted in time is taken for hostile or broken.
    """
    if stage == FETCH:
        return NetworkError(platform=platform, reason="timeout")
    if stage in {VALIDATE, TRANSCODE}:
        return InvalidFileError(reason="too_slow")
    if stage == UPLOAD:
        return DiscordError(reason="timeout")
    return CleanupError(reason="timeout")
