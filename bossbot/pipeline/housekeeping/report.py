"""What a cleanup did, in one slice or over several."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Final, Literal

from pydantic import Field

from bossbot.errors import BossBotError
from bossbot.models import Value

type CleanupKind = Literal["temp", "main", "deep"]

_MOST_PROBLEMS: Final = 50


class CleanupReport(Value):
    """What a cleanup did so far; travels from slice to slice as JSON.

    Attributes:
        began: When the first slice began, `ended` when the last one did.
        examined: Directories looked at, `removed` those that went.
        freed: Bytes given back.
        counts: Other findings by name (`in_use`, `corrupt`, `files`, `bytes` …).
        problems: The first ones, each `where: code`; `errors` counts all.
        finished: Whether all was seen; if not, run again with this as `previous`.
        cursor: What was looked at last.
    """

    kind: CleanupKind
    began: float
    ended: float
    examined: int = 0
    removed: int = 0
    freed: int = 0
    errors: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    problems: tuple[str, ...] = ()
    finished: bool = False
    cursor: str = ""


class Tally:
    """Counts while a slice runs, and knows when its time is up."""

    def __init__(
        self,
        kind: CleanupKind,
        *,
        now: Callable[[], float],
        budget: float,
        previous: CleanupReport | None,
    ) -> None:
        before = previous or CleanupReport(kind=kind, began=now(), ended=now())
        self._before = before
        self._budget = budget
        self._deadline = time.monotonic() + budget
        self._first = True
        self._problems = list(before.problems)
        self.now = now
        self.cursor = before.cursor
        self.examined = before.examined
        self.removed = before.removed
        self.freed = before.freed
        self.errors = before.errors
        self.counts = Counter(before.counts)

    def start(self) -> None:
        """The slice's time begins now: waiting for the lock was not work."""
        self._deadline = time.monotonic() + self._budget

    @property
    def seconds_left(self) -> float:
        """What remains of the budget."""
        return max(0.0, self._deadline - time.monotonic())

    def takes(self, name: str) -> bool:
        """Go on to the next one, or stop here; each slice takes one at least."""
        if not self._first and not self.seconds_left:
            return False
        self._first = False
        self.cursor = name
        self.examined += 1
        return True

    def problem(self, where: str, error: BossBotError | str) -> None:
        """Note what went wrong, and go on with the others."""
        self.errors += 1
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(f"{where}: {error}")

    def report(self, *, finished: bool) -> CleanupReport:
        """All of it so far, frozen."""
        return CleanupReport(
            kind=self._before.kind,
            began=self._before.began,
            ended=self.now(),
            examined=self.examined,
            removed=self.removed,
            freed=self.freed,
            errors=self.errors,
            counts=dict(self.counts),
            problems=tuple(self._problems),
            finished=finished,
            cursor=self.cursor,
        )
