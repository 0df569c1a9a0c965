"""One played-back link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bossbot.pipeline.ports import Outcome

type Check = Callable[[Outcome, list[bytes]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A link, and what must become of it.

    Attributes:
        platform: As `bossbot.links` calls it.
        name: What it shows, in a few words; unique within the platform.
        url: The link as a member posts it.
        tool: Which one fetches it; None where nothing is fetched.
        kinds: What the files are, by content, in order: `image`, `video`, `audio`.
        error: The code of the error that it ends with; None where files come.
        data: What the error's data must hold, besides.
        retry_after: Seconds that the error must say.
        skipped: Codes of the errors of single files that are left out.
        cookies: The operator's cookie file for the platform.
        how: What the request says besides (`format`, `limits`, `max_files` …).
        check: What else must hold of the outcome and the files' bytes.
    """

    platform: str
    name: str
    url: str
    tool: str | None = None
    kinds: tuple[str, ...] = ()
    error: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float | None = None
    skipped: tuple[str, ...] = ()
    cookies: str | None = None
    how: Mapping[str, Any] = field(default_factory=dict)
    check: Check | None = None

    @property
    def key(self) -> str:
        """Names it among all."""
        return f"{self.platform}: {self.name}"
