"""How long a page may be looked at.

yt-dlp searches it with many patterns, and a page of 100 kB can be made such that they
take hours. What counts is the processor's time: a site that is only slow is waited for.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LONGEST: Final = 15.0
"""Seconds without a file; a page that has one takes one or two."""


class TooLong(BaseException):
    """Not an `Exception`: extractors swallow those."""


@contextmanager
def limited() -> Iterator[None]:
    """Interrupt what takes too long, even the search for a pattern.

    Raises:
        TooLong: It did. Not outside of the main thread, where there are no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _expire)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def unlimited() -> Iterator[None]:
    """Take time within `limited`, as a large file does; afterwards it begins anew."""
    left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, LONGEST if left else 0)


def _expire(_number: int, _frame: object) -> None:
    raise TooLong
