"""A bar per file, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, override
from urllib.parse import urlsplit

from rich import progress as rich
from rich.console import Console
from rich.markup import escape

from bossbot.cli.get.display import Display, doing_now, trouble_now
from bossbot.cli.get.order import Wanted
from bossbot.cli.get.result import Result
from bossbot.messages.neutral import clean
from bossbot.messages.units import size
from bossbot.models import DownloadRecord, Progress

_NAME: Final = 26
_CELLS: Final = 20
"""With these a line stays within 80 columns, and one more for a terminal's `^C`."""
_WORDS: Final = {"completed": "Done", "failed": "Failed", "cancelled": "Cancelled"}


@contextmanager
def bars() -> Iterator[rich.Progress]:
    """The area of stderr where the bars stand."""
    shown = rich.Progress(
        rich.TextColumn("{task.fields[doing]:<12}"),
        rich.TextColumn("{task.description}"),
        rich.BarColumn(bar_width=_CELLS),
        rich.TaskProgressColumn(),
        rich.TextColumn("{task.fields[speed]}"),
        console=Console(stderr=True),
        # Its own thread would paint in the middle of an exit.
        auto_refresh=False,
    )
    with shown:
        yield shown


class Bars(Display):
    """One bar per file of a download; the next file's is made when it begins."""

    def __init__(self, shown: rich.Progress) -> None:
        self._shown = shown
        self._tasks: dict[tuple[str, int], rich.TaskID] = {}
        self._told: dict[str, str] = {}

    @override
    def show(
        self, wanted: Wanted, record: DownloadRecord, progress: Progress | None
    ) -> None:
        self._tell(wanted, trouble_now(record))
        number = progress.file_number if progress is not None else 1
        task = self._task(wanted, number)
        if progress is not None and progress.stage != record.stage:
            progress = None  # of the stage before
        if progress is not None and progress.name:
            self._shown.update(task, description=escape(clean(progress.name, _NAME)))
        self._shown.update(
            task,
            doing=doing_now(record),
            completed=progress.done if progress else 0,
            total=progress.total if progress else None,
            speed=f"{size(progress.speed)}/s" if progress and progress.speed else "",
        )
        self._shown.refresh()

    @override
    def end(self, result: Result) -> None:
        done = result.status == "completed"
        for (name, _), task in self._tasks.items():
            if name != result.id:
                continue
            self._shown.update(task, doing=_WORDS[result.status], speed="")
            if done:
                self._shown.update(task, total=1, completed=1)
            elif self._shown.tasks[task].total is None:
                self._shown.update(task, total=1, completed=0)
        self._shown.refresh()

    def _tell(self, wanted: Wanted, trouble: str) -> None:
        """Say above the bars what keeps a download waiting, once for each try."""
        if trouble and self._told.get(wanted.id) != trouble:
            self._told[wanted.id] = trouble
            line = f"{clean(wanted.text, 200)}: {trouble}"
            self._shown.console.print(line, markup=False, highlight=False)

    def _task(self, wanted: Wanted, number: int) -> rich.TaskID:
        key = (wanted.id, number)
        if key not in self._tasks:
            self._tasks[key] = self._shown.add_task(
                escape(name_of(wanted.link.url)), doing="", speed="", total=None
            )
        return self._tasks[key]


def name_of(url: str) -> str:
    """A link in a few words, until its file has a name: the host and how it ends."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    whole = clean(f"{parts.netloc}/{last}" if last else parts.netloc, len(url))
    if len(whole) <= _NAME:
        return whole
    half = _NAME // 2
    return f"{whole[:half]}…{whole[1 - half :]}"
