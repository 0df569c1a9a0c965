"""One delivery's posts: every batch exactly once, in smaller ones where it has to be.

The intent is written down before a batch is posted and the proof after. A repeat that
finds an intent without proof looks for the post first; where nobody can tell, only an
intent so young that the other side would recognise the repeat is posted again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bossbot.errors import BossBotError, DiscordRefusedError, FileTooLargeError
from bossbot.media.batches import (
    REQUEST_BYTES,
    Batch,
    batches_of,
    bytes_of,
    fewer,
    post_key,
)
from bossbot.media.upload_limits import accepted_below
from bossbot.models import (
    UPLOAD,
    Delivery,
    DiscordTarget,
    DownloadRecord,
    MediaFile,
    Post,
    Progress,
)
from bossbot.pipeline.audience import barred
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Poster, StageLedger

RECOGNISED: Final = 120.0
"""Seconds for which Discord answers a repeated nonce with the first message; it says
"the past few minutes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The posts of one execution of the upload stage.

    `record.updated` is when the stage began by the ledger's clock, as every `Post.at`
    is: an intent's age never depends on this host's clock.
    """

    job: Job
    ledger: StageLedger
    began: float = field(default_factory=time.monotonic)

    async def delivery(self, poster: Poster, delivery: Delivery) -> None:
        """Post all that one delivery still lacks.

        Raises:
            BossBotError: Why it can't be, or not yet.
        """
        record = self.job.record
        never = barred(delivery, record.metadata) or _refused(record, delivery)
        if never is not None:
            raise never
        most, number, refused = REQUEST_BYTES, 0, False
        while number < len(shared := batches_of(record, delivery, most=most)):
            batch = shared[number]
            self._report(record, delivery, number, shared)
            try:
                await self._batch(poster, record, delivery, number, batch, refused)
            except FileTooLargeError as error:
                if len(batch) < 2:
                    raise await self._lowered(delivery, batch[0], error) from None
                # Refused, it is not posted: in smaller batches it may be.
                most = min(most, bytes_of(batch) // 2)
                record = await self._narrowed(record, delivery, number, batch)
                refused = True
            else:
                number, refused = number + 1, False

    def _report(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        number: int,
        shared: Sequence[Batch],
    ) -> None:
        before, batch = shared[:number], shared[number]
        self.job.report(
            Progress(
                stage=UPLOAD,
                done=sum(map(bytes_of, before)),
                total=bytes_of(record.files_for(delivery)),
                name=batch[0].name if batch else None,
                file_number=sum(map(len, before)) + 1,
                file_count=len(record.files_for(delivery)),
            )
        )

    async def _batch(
        self,
        poster: Poster,
        record: DownloadRecord,
        delivery: Delivery,
        number: int,
        files: Batch,
        refused: bool,
    ) -> None:
        """Post one batch; where it was just refused, there is none to be found."""
        job, key = self.job, post_key(delivery, number)
        post = record.posts.get(key)
        if not files or (post is not None and post.messages):
            return
        found: tuple[str, ...] = ()
        if post is None:
            await self._intend(key, files)
        elif not refused:
            found = await self._look(poster, delivery, number, post)
        if not found:
            paths = [(job.directory / file.path, file) for file in files]
            await job.permit()
            found = await poster.post(record, delivery, number, paths)
        await self.ledger.record_post(job.ref, job.owner, key, found)

    async def _intend(
        self, key: str, files: Batch, *, instead: int | None = None
    ) -> None:
        await self.ledger.intend_post(
            self.job.ref,
            self.job.owner,
            key,
            files=len(files),
            size=bytes_of(files),
            instead=instead,
        )

    async def _narrowed(
        self, record: DownloadRecord, delivery: Delivery, number: int, files: Batch
    ) -> DownloadRecord:
        """The record once fewer files are meant by a batch that was refused."""
        key, rest = post_key(delivery, number), files[: fewer(files)]
        await self._intend(key, rest, instead=len(files))
        intent = Post(at=record.updated, files=len(rest), bytes=bytes_of(rest))
        return record.model_copy(update={"posts": {**record.posts, key: intent}})

    async def _lowered(
        self, delivery: Delivery, file: MediaFile, error: FileTooLargeError
    ) -> FileTooLargeError:
        """What to tell of a file that Discord refused; its server has a lower limit."""
        target = delivery.target
        if not isinstance(target, DiscordTarget):
            return error
        most = accepted_below(file.size)
        if most is not None and target.guild_id is not None:
            most = await self.ledger.lower_upload_limit(target.guild_id, most)
        return FileTooLargeError.refused(size=file.size, limit=most)

    async def _look(
        self, poster: Poster, delivery: Delivery, number: int, post: Post
    ) -> tuple[str, ...]:
        record = self.job.record
        found = await poster.find(record, delivery, number, post.at)
        if found is not None:
            return found
        age = record.updated - post.at + time.monotonic() - self.began
        if age < RECOGNISED:
            return ()
        raise DiscordRefusedError(reason="unclear")


def _refused(record: DownloadRecord, delivery: Delivery) -> BossBotError | None:
    """Why transcode has nothing for this one; None where it has."""
    limits = delivery.request.posted_limits
    for variant in record.variants:
        if variant.limits == limits and not variant.files and variant.error:
            return BossBotError.from_dict(variant.error.model_dump())
    return None
