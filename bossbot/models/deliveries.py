"""Whom a download is for, and how far it has come for each of them."""

from __future__ import annotations

from pydantic import Field

from bossbot.models.media import Limits, MediaFile
from bossbot.models.requests import Request, Target
from bossbot.models.words import Change, State, Value


class Post(Value):
    """How far one batch of one delivery has come: intent first, then proof.

    Attributes:
        at: When posting began (intent).
        messages: The message ids or written paths; empty while only intended.
        files: How many files the batch holds (see `bossbot.media.batches`).
        bytes: How many bytes these have in all.
    """

    at: float
    messages: tuple[str, ...] = ()
    files: int | None = None
    bytes: int | None = None


class ErrorRecord(Value):
    """An error as it stands in a record (see `bossbot.errors`)."""

    code: str
    permanent: bool
    retry_after: float | None = None
    data: dict[str, object] = Field(default_factory=dict)


class Delivery(Value):
    """One requester of a download: who, where to, and how it ended for them.

    Attributes:
        number: The place among the download's deliveries; the first one's is 0.
        id: The id that the requester was given: the download's own for the first,
            another one for whoever joined later.
        generation: Raised only by the requester's retry: it may post again.
        changes: What the requester has taken instead of what was too large, the
            present one last; a plain retry sticks to it.
        asked: When it was asked for.
        made: Whether transcode knew of it; an upload leaves out whoever joined since.
        state: How it ended; None while it is owed.
        error: Why it failed, for this requester.
        status_message: The message that shows it.
    """

    number: int = 0
    id: str = ""
    request: Request
    generation: int = 0
    changes: tuple[Change, ...] = ()
    asked: float | None = None
    made: bool = True
    state: State | None = None
    error: ErrorRecord | None = None
    status_message: str | None = None

    @property
    def requester(self) -> str:
        """Whom the media is for."""
        return self.request.user

    @property
    def change(self) -> Change | None:
        """What is wanted now instead of what was too large."""
        return self.changes[-1] if self.changes else None

    @property
    def target(self) -> Target:
        """Where it is to stand."""
        return self.request.target


class Variant(Value):
    """The files as converted for all deliveries with the same limits.

    Attributes:
        error: Why files were left out for these limits alone; where there are none,
            why nothing can be delivered.
    """

    limits: Limits
    files: tuple[MediaFile, ...]
    error: ErrorRecord | None = None
