"""What only going through all packets of a file tells."""

from __future__ import annotations

import contextlib
from typing import Final

import av
from av.container import InputContainer

_FRAMED: Final = {"mp3", "aac"}
"""Formats without a container: anything may stand between two frames."""


def is_loose(container: InputContainer) -> bool:
    """Whether a packet is no MPEG audio frame: copied, it would travel along."""
    if container.format.name not in _FRAMED:
        return False
    _rewind(container)
    try:
        return any(
            packet.size and not _is_frame(bytes(memoryview(packet)[:2]))
            for packet in container.demux()
        )
    except av.FFmpegError:
        return True


def _is_frame(head: bytes) -> bool:
    return len(head) == 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0


def last_end(container: InputContainer) -> float | None:
    """When the last packet ends, in seconds; None where that can't be told."""
    _rewind(container)
    end = 0.0
    with contextlib.suppress(av.FFmpegError):
        for packet in container.demux():
            if packet.pts is not None and packet.time_base:
                stop = (packet.pts + (packet.duration or 0)) * packet.time_base
                end = max(end, float(stop))
    return end or None


def _rewind(container: InputContainer) -> None:
    with contextlib.suppress(av.FFmpegError):
        container.seek(0)
