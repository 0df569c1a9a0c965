"""A download as the ledger and the broker know it."""

from __future__ import annotations

from pydantic import Field

from bossbot.models.media import MediaFile, Metadata
from bossbot.models.requests import Request
from bossbot.models.words import SCHEMA, State, Value


class JobReference(Value):
    """All that travels through the broker: which download, which attempt, where.

    Attributes:
        id: The download's id, the same in logs, Flower, Sentry and the receipt.
        attempt: The fencing token; only the newest attempt may act.
        host: The disk id whose queue every stage of this attempt goes to.
        platform: For readers of Flower.
    """

    id: str
    attempt: int
    host: str
    platform: str
    schema_number: int = SCHEMA


class Post(Value):
    """How far one batch of one delivery has come: intent first, then proof.

    Attributes:
        at: When posting began (intent).
        messages: The message ids or written paths; empty while only intended.
        fingerprint: What the batch is made of (see `bossbot.media.batches`).
    """

    at: float
    messages: tuple[str, ...] = ()
    fingerprint: str = ""


class StageTimes(Value):
    """When a stage first began and last ended, and how often it was tried again."""

    began: float | None = None
    ended: float | None = None
    retries: int = 0


class ErrorRecord(Value):
    """An error as it stands in a record (see `bossbot.errors`)."""

    code: str
    permanent: bool
    retry_after: float | None = None
    data: dict[str, object] = Field(default_factory=dict)


class DownloadRecord(Value):
    """A download, read back from the ledger."""

    id: str
    schema_number: int
    request: Request
    state: State
    stage: str
    attempt: int
    owner: str = ""
    host: str = ""
    crashes: int = 0
    retry_at: float | None = None
    created: float
    updated: float
    ended: float | None = None
    cleaned: bool = False
    status_message: str | None = None
    tool: str | None = None
    metadata: Metadata = Metadata()
    files: tuple[MediaFile, ...] = ()
    skipped: tuple[ErrorRecord, ...] = ()
    """Why files of an album were left out, while the others went on."""
    error: ErrorRecord | None = None
    stages: dict[str, StageTimes] = Field(default_factory=dict)
    posts: dict[str, Post] = Field(default_factory=dict)
    """By `{delivery}.{generation}.{batch}`."""
