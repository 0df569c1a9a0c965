"""How the downloads are getting on, on stderr: bars in a terminal, else lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol, override

import click

from bossbot.cli.get.order import Wanted
from bossbot.cli.get.result import Result
from bossbot.messages.neutral import clean
from bossbot.messages.shell import explain_in_shell
from bossbot.models import (
    FETCH,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    DownloadRecord,
    Progress,
    State,
)

_DOING: Final = {
    FETCH: "Downloading",
    VALIDATE: "Checking",
    TRANSCODE: "Converting",
    UPLOAD: "Saving",
}


class Display(Protocol):
    """Is told of everything; shows what fits."""

    def show(
        self, wanted: Wanted, record: DownloadRecord, progress: Progress | None
    ) -> None:
        """A download as it stands now."""
        ...

    def end(self, result: Result) -> None:
        """A link has ended."""
        ...


class Lines(Display):
    """One line per stage, trouble and end."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}

    @override
    def show(
        self, wanted: Wanted, record: DownloadRecord, progress: Progress | None
    ) -> None:
        doing, trouble = doing_now(record), trouble_now(record)
        line = f"{doing}: {clean(wanted.text, 200)}" + (trouble and f" ({trouble})")
        if self._shown.get(wanted.id) != line:
            self._shown[wanted.id] = line
            click.echo(line, err=True)

    @override
    def end(self, result: Result) -> None:
        click.echo(f"{result.status.title()}: {clean(result.url, 200)}", err=True)


@contextmanager
def display() -> Iterator[Display]:
    """The one that suits stderr."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from bossbot.cli.get.bars import Bars, bars

    with bars() as progress:
        yield Bars(progress)


def doing_now(record: DownloadRecord) -> str:
    """What is happening to a download, in a word or two."""
    if record.state is State.DELAYED:
        return "Waiting to try again"
    if record.state is not State.RUNNING:
        return "Waiting"
    return _DOING.get(record.stage, "Finishing")


def trouble_now(record: DownloadRecord) -> str:
    """What keeps a download waiting, and until when by this machine's clock, if so."""
    if record.retry_at is None:
        return ""
    reason = explain_in_shell(record.error).title if record.error else "Trouble"
    at = time.strftime("%H:%M:%S", time.localtime(record.retry_at))
    return f"{reason}; next try at {at}"
