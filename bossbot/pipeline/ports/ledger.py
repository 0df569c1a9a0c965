"""The ledger, as a running stage sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bossbot.errors import BossBotError
from bossbot.models import (
    DownloadRecord,
    JobReference,
    MediaFile,
    Metadata,
    Progress,
    Variant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a finished stage adds to the record; None leaves a field as it was.

    Attributes:
        variants: What transcode made for each of several limits.
        tool: Which one fetched the files.
        tried: The tools that failed before it.
        ready: The files came from storage, converted already.
        private: They were fetched with cookies: nothing for other servers.
        failed: Deliveries, by number, that can't be made, while others were; before
            the upload, those that may not have what was fetched.
    """

    files: tuple[MediaFile, ...] | None = None
    variants: tuple[Variant, ...] | None = None
    metadata: Metadata | None = None
    tool: str | None = None
    tried: tuple[str, ...] = ()
    ready: bool = False
    private: bool = False
    skipped: tuple[BossBotError, ...] = ()
    failed: Mapping[int, BossBotError] = field(default_factory=dict)


class StageLedger(Protocol):
    """The part of the ledger that a running stage uses; all by fencing token.

    Every method that writes does nothing and raises `Stale` when the reference's
    attempt or the owner is no longer the current one.
    """

    async def begin(self, ref: JobReference, stage: str, owner: str) -> DownloadRecord:
        """Take the lease for one execution of a stage."""
        ...

    async def renew(self, ref: JobReference, owner: str) -> None:
        """Prolong the lease; also the compare-and-set before an external effect."""
        ...

    async def report(self, ref: JobReference, progress: Progress) -> None:
        """Overwrite the progress."""
        ...

    async def finish(
        self, ref: JobReference, stage: str, owner: str, outcome: Outcome
    ) -> JobReference | None:
        """End a stage well; the next one must begin within the begin deadline.

        Returns:
            Where somebody joined too late for this upload: the reference with which to
            go on from transcode.

        Raises:
            NobodyLeft: No delivery is owed any more; the download has ended.
        """
        ...

    async def release(self, ref: JobReference, stage: str, owner: str) -> None:
        """Give the stage back unfinished: this host is going away.

        It is queued again at its age, to go on here or elsewhere; no retry, no crash.
        """
        ...

    async def retry(
        self,
        ref: JobReference,
        stage: str,
        owner: str,
        *,
        delay: float,
        error: BossBotError,
        soon: bool,
    ) -> bool:
        """Try the stage again after `delay` seconds.

        Returns:
            Whether slot and lease were kept: `soon`, unless the site is paused.
        """
        ...

    async def fail(
        self, ref: JobReference, stage: str, owner: str, error: BossBotError
    ) -> None:
        """End the download badly."""
        ...

    async def intend_post(
        self,
        ref: JobReference,
        owner: str,
        key: str,
        *,
        files: int,
        size: int,
        instead: int | None = None,
    ) -> None:
        """Write down that a batch is about to be posted.

        Args:
            ref: The download.
            owner: Who posts it.
            key: The batch (`bossbot.media.batches.post_key`).
            files: How many files it holds.
            size: Their bytes.
            instead: How many it held in the intent that this one replaces, because it
                was refused and certainly not posted.
        """
        ...

    async def record_post(
        self, ref: JobReference, owner: str, key: str, messages: tuple[str, ...]
    ) -> None:
        """Write down that it was posted."""
        ...

    async def lower_upload_limit(self, guild: str, most: int) -> int:
        """Remember that a server takes no more per file than so many bytes.

        Returns:
            What is known now: it may be less.
        """
        ...


class Stale(Exception):
    """The fencing token is no longer current: whoever holds it does nothing more."""


class NobodyLeft(Exception):
    """The stage ended well, and with it the download: nobody may have the rest."""


class LedgerAwayError(Exception):
    """Redis did not answer; nothing is known about what the call did."""


class LockedError(Exception):
    """Another process on this host holds the download's temp directory."""
