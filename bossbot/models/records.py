"""A download as the ledger and the broker know it."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from bossbot.models.deliveries import Delivery, ErrorRecord, Post, Variant
from bossbot.models.media import MediaFile
from bossbot.models.metadata import Metadata
from bossbot.models.requests import Request
from bossbot.models.words import SCHEMA, Change, Format, State, Value


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


class StageTimes(Value):
    """When a stage first began and last ended, and how often it was tried again."""

    began: float | None = None
    ended: float | None = None
    retries: int = 0


class DownloadRecord(Value):
    """A download, read back from the ledger.

    Attributes:
        request: The first requester's; of another one after `seen_by`.
        deliveries: Everyone it is for, in the order they came.
        stage: The one that runs or is to run next.
        change: What is made instead of what was too large: for one requester alone, and
            nobody joins it or is served from it.
        variants: What transcode made, where limits differ; `files` is the first one.
        ready: The files came from storage, converted already.
        private: Fetched with cookies: nothing for other servers.
        again: Where storage keeps what this download can be served from, as
            `bossbot.storage.layout.Place.key`.
        tool: Which one fetched the files.
        tried: The tools that failed before it.
        skipped: Why files of an album were left out, while the others went on.
        posts: By `{delivery}.{generation}.{batch}`.
    """

    id: str
    schema_number: int
    request: Request
    deliveries: tuple[Delivery, ...] = ()
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
    tried: tuple[str, ...] = ()
    metadata: Metadata = Metadata()
    files: tuple[MediaFile, ...] = ()
    change: Change | None = None
    variants: tuple[Variant, ...] = ()
    ready: bool = False
    private: bool = False
    again: str | None = None
    skipped: tuple[ErrorRecord, ...] = ()
    error: ErrorRecord | None = None
    stages: dict[str, StageTimes] = Field(default_factory=dict)
    posts: dict[str, Post] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_a_delivery(self) -> Self:
        if not self.deliveries:
            only = Delivery(id=self.id, request=self.request)
            object.__setattr__(self, "deliveries", (only,))
        return self

    @property
    def wanted(self) -> Format:
        """The format as it is wanted now."""
        changed = {Change.SMALLER: Format.SMALLEST, Change.AUDIO: Format.AUDIO}
        asked = self.request.format
        return changed.get(self.change, asked) if self.change else asked

    @property
    def owed(self) -> tuple[Delivery, ...]:
        """The deliveries that have not ended."""
        return tuple(one for one in self.deliveries if one.state is None)

    @property
    def keeper(self) -> Delivery:
        """In whose server's storage the files are kept: the first who didn't leave."""
        stayed = (d for d in self.deliveries if d.state is not State.CANCELLED)
        return next(stayed, self.deliveries[0])

    def files_for(self, delivery: Delivery) -> tuple[MediaFile, ...]:
        """The files as they fit what this requester may get."""
        variant = self.variant_for(delivery)
        return variant.files if variant else self.files

    def variant_for(self, delivery: Delivery) -> Variant | None:
        """What was made for its limits; None where all had the same."""
        limits = delivery.request.posted_limits
        return next((one for one in self.variants if one.limits == limits), None)

    def asked_under(self, download_id: str) -> float:
        """When whoever knows it by this id asked for it."""
        asked = (one.asked for one in self.deliveries if one.id == download_id)
        return next(asked, None) or self.created

    def seen_by(self, number: int) -> Self:
        """The download as it stands for the requester of the delivery of this number.

        Raises:
            StopIteration: There is no such delivery.
        """
        delivery = next(one for one in self.deliveries if one.number == number)
        variant = self.variant_for(delivery)
        left_out = variant.error if variant and variant.files else None
        return self.model_copy(
            update={
                "request": delivery.request,
                "state": delivery.state or self.state,
                "error": delivery.error or self.error,
                "status_message": delivery.status_message,
                "change": delivery.change,
                "files": self.files_for(delivery),
                "skipped": (*self.skipped, left_out) if left_out else self.skipped,
            }
        )
