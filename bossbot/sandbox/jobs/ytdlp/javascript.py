"""Deno, kept back until a video can't be had without YouTube's player being run.

That takes seconds and 230 MB each time, and mostly an interface answers that doesn't
want it.
"""

from __future__ import annotations

from typing import Any, Final

from yt_dlp.globals import supported_js_runtimes

from bossbot.errors import (
    BossBotError,
    LoginRequiredError,
    NotFoundError,
    PermissionDeniedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.fetching.params import FetchParams

_CURABLE: Final = (
    LoginRequiredError,
    NotFoundError,
    PermissionDeniedError,
    UnknownError,
    UnsupportedUrlError,
)
"""What the other interfaces may not meet: some tell less, or are asked for less."""


class Javascript:
    """What may run it, now.

    Attributes:
        runtimes: As `YoutubeDL` keeps them.
    """

    def __init__(self, params: FetchParams) -> None:
        self._kept: dict[str, Any] = {}
        self.runtimes: dict[str, Any] = {}
        if params.programs:
            kind = supported_js_runtimes.value["deno"]
            self._kept["deno"] = kind(path=params.programs[0])
        if params.cookies:  # all interfaces that know accounts want it
            self.allow()

    def cures(self, error: BossBotError) -> bool:
        """Whether it may help, and hasn't been there yet."""
        return bool(self._kept) and isinstance(error, _CURABLE)

    def allow(self) -> None:
        """Let it be used, from now on."""
        self.runtimes, self._kept = self._kept, {}
