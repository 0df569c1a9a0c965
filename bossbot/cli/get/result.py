"""How one link ended: for `--json`, for the summary, for the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal, Self

from bossbot.cli.exits import Exit
from bossbot.cli.get.order import Refused, Wanted
from bossbot.errors import BossBotError, CancelledError
from bossbot.media.batches import batches_of, post_key
from bossbot.messages.shell import explain_in_shell
from bossbot.models import DownloadRecord, ErrorRecord, MediaFile, State

_BAD_LINK: Final = frozenset({"invalid_url", "unsupported_url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """A file in the user's directory."""

    path: str
    size: int
    sha256: str | None
    mime: str | None
    width: int | None
    height: int | None
    duration: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a download didn't complete, or a file of it was left out."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The end of one link; its fields in order are the object of `--json`.

    Attributes:
        id: None where it never became a download.
        stages: Seconds each stage took, retries included.
        left_out: Of an album's files that didn't come while others did, why; not part
            of the JSON where there are none.
    """

    id: str | None
    url: str
    status: Literal["completed", "failed", "cancelled"]
    files: tuple[DeliveredFile, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)
    error: Problem | None = None
    left_out: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, wanted: Wanted, record: DownloadRecord) -> Self:
        """The result of a download that has ended."""
        done = record.state is State.COMPLETED
        cancelled = record.state is State.CANCELLED
        return cls(
            id=wanted.id,
            url=wanted.text,
            status="completed" if done else "cancelled" if cancelled else "failed",
            files=tuple(_delivered(record)),
            stages=dict(_stages(record)),
            error=_problem(record.error) if record.error and not done else None,
            left_out=tuple(map(_left_out, record.skipped)) if done else (),
        )

    @classmethod
    def refused(cls, refused: Refused) -> Self:
        """The result of a link that can't be tried."""
        problem = _problem(refused.error)
        return cls(id=None, url=refused.text, status="failed", error=problem)

    @classmethod
    def cancelled(cls, wanted: Wanted) -> Self:
        """The result of a download of which no more is known."""
        problem = _problem(CancelledError())
        return cls(id=wanted.id, url=wanted.text, status="cancelled", error=problem)

    def to_json(self) -> str:
        """One line, plain ASCII."""
        fields = asdict(self)
        if not self.left_out:
            del fields["left_out"]
        return json.dumps(fields)


type Emit = Callable[[Result], None]
"""Takes each result, as it is known."""


def exit_code(results: Sequence[Result]) -> Exit:
    """What the whole command ends with."""
    if all(result.status == "completed" for result in results):
        return Exit.DONE
    codes = {result.error.code if result.error else "" for result in results}
    return Exit.BAD_USAGE if codes <= _BAD_LINK else Exit.SOME_FAILED


def _problem(error: BossBotError | ErrorRecord) -> Problem:
    return Problem(code=error.code, message=str(explain_in_shell(error)))


def _left_out(error: ErrorRecord) -> Problem:
    """Without a next step: it would be that of a whole link."""
    return Problem(code=error.code, message=explain_in_shell(error).text)


def _delivered(record: DownloadRecord) -> Iterator[DeliveredFile]:
    for delivery in record.deliveries:
        for number, batch in enumerate(batches_of(record, delivery)):
            post = record.posts.get(post_key(delivery, number))
            for path, file in zip(post.messages if post else (), batch, strict=False):
                yield _file(path, file)


def _file(path: str, file: MediaFile) -> DeliveredFile:
    return DeliveredFile(
        path=path,
        size=file.size,
        sha256=file.sha256,
        mime=file.mime,
        width=file.width,
        height=file.height,
        duration=file.duration,
    )


def _stages(record: DownloadRecord) -> Iterator[tuple[str, float]]:
    for stage, times in record.stages.items():
        # A stage that failed has no end of its own: the download ended in it.
        ended = times.ended or record.ended
        if times.began is not None and ended is not None:
            yield stage, round(max(0.0, ended - times.began), 3)
