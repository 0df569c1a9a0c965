"""How files are shared out over messages, and that this stays as it was begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from bossbot.models import Delivery, DownloadRecord, MediaFile

type Batch = tuple[MediaFile, ...]

FILES: Final = 10
"""Discord takes at most ten attachments a message."""

REQUEST_BYTES: Final = 24 * 1024 * 1024
"""Discord refuses larger requests; a larger file is let through when it is alone."""


def batches(
    files: Sequence[MediaFile],
    *,
    begun: Sequence[int] = (),
    most: int = REQUEST_BYTES,
) -> list[Batch]:
    """Share out files in their order, each message as full as it may be.

    Args:
        files: All files of a download.
        begun: How many files the first batches hold whose posting has begun. After a
            host was lost, the files may come with other sizes: what was begun stays
            as it was, so that no file is posted twice or left out. A batch is empty
            where fewer files came the second time.
        most: Bytes of one request; less than usual after one was refused.
    """
    shared: list[Batch] = []
    at = 0
    for number in begun:
        shared.append(tuple(files[at : at + number]))
        at += number
    current: list[MediaFile] = []
    size = 0
    for file in files[at:]:
        if current and (len(current) == FILES or size + file.size > most):
            shared.append(tuple(current))
            current, size = [], 0
        current.append(file)
        size += file.size
    return [*shared, tuple(current)] if current else shared


def batches_of(
    record: DownloadRecord, delivery: Delivery, *, most: int = REQUEST_BYTES
) -> list[Batch]:
    """How a download is shared out for one delivery, as far as that stands already."""
    begun = list(_begun(record, delivery))
    return batches(record.files_for(delivery), begun=begun, most=most)


def fewer(files: Batch) -> int:
    """How many of a batch's files to post first, after all at once were too large.

    As many as have half of the bytes; at least one, and not all of several.
    """
    half = bytes_of(files) // 2
    first = batches(files, most=half)[0]
    return max(1, min(len(first), len(files) - 1))


def bytes_of(files: Batch) -> int:
    """What the files have in all."""
    return sum(file.size for file in files)


def post_key(delivery: Delivery, batch: int) -> str:
    """By what a record knows the post of a batch."""
    return f"{delivery.number}.{delivery.generation}.{batch}"


def _begun(record: DownloadRecord, delivery: Delivery) -> Iterator[int]:
    for number in count():
        post = record.posts.get(post_key(delivery, number))
        if post is None or post.files is None:
            return
        yield post.files
