"""What a look at one thing tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Status = Literal["ok", "warning", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: What it belongs to; findings of an area stand together.
        status: `missing` is what the bot or a worker can't do without.
        text: What was found; no secret, no text of a stranger that wasn't cleaned.
        fix: What to do about it, unless all is well.
    """

    area: str
    name: str
    status: Status
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Makes findings of one area."""

    name: str

    def ok(self, name: str, text: str) -> Finding:
        """All is well."""
        return Finding(area=self.name, name=name, status="ok", text=text)

    def warning(self, name: str, text: str, fix: str = "") -> Finding:
        """It runs without, or can't be told."""
        return Finding(area=self.name, name=name, status="warning", text=text, fix=fix)

    def missing(self, name: str, text: str, fix: str) -> Finding:
        """The bot or a worker doesn't run like this."""
        return Finding(area=self.name, name=name, status="missing", text=text, fix=fix)
