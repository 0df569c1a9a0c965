"""Encoding into memory with a ceiling, step by step until one fits."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from bossbot.errors import FileTooLargeError

type Step = tuple[int, float]


class Written(TypedDict):
    """What an encoder made."""

    width: int
    height: int
    pixel_format: str
    frames: int


class TooMuch(Exception):
    """The result outgrew its limit (raised through the encoder, to stop it early)."""


class Ceiling(io.BytesIO):
    """Memory that takes no byte over the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        """Take the bytes.

        Raises:
            TooMuch: They would go over the limit.
        """
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise TooMuch
        return super().write(data)


def fit(
    encode: Callable[[io.BytesIO, int, float], Written],
    target: int,
    *,
    limit: int,
    steps: Iterable[Step],
) -> dict[str, Any]:
    """Write the first step that fits to the descriptor.

    Args:
        encode: Writes at a quality and a scale.
        target: The descriptor of a file; overwritten from its start.
        limit: The most bytes.
        steps: Quality and scale, best first.

    Raises:
        FileTooLargeError: None of them fits.
    """
    for quality, scale in steps:
        memory = Ceiling(limit)
        try:
            written = encode(memory, quality, scale)
        except (TooMuch, MemoryError):
            continue
        if len(memory.getbuffer()) > limit:  # written past `write`
            continue
        _write(target, memory.getbuffer())
        return {**written}
    raise FileTooLargeError.of(limit=limit)


def _write(target: int, data: memoryview) -> None:
    os.lseek(target, 0, os.SEEK_SET)
    os.ftruncate(target, 0)
    while data:
        data = data[os.write(target, data) :]
