"""How cookies get into a job: by a descriptor of a file that has no name.

Not within the request, which the zygote reads: a job that is forked later would find
the cookies of an earlier one in its memory.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

DESCRIPTOR: Final = 3
"""The number it has in the job."""


@contextmanager
def handed(text: str | None) -> Iterator[Mapping[int, int]]:
    """A job's descriptors, with one that reads the text; none where there is none."""
    if text is None:
        yield {}
        return
    descriptor = _nameless()
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(text.encode())
            file.seek(0)
        yield {DESCRIPTOR: descriptor}
    finally:
        os.close(descriptor)


def _nameless() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("cookies", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:  # macOS, for development
        return os.dup(file.fileno())
