"""All that is shown of one download, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bossbot.messages.neutral import code
from bossbot.models import DownloadRecord, Outlook, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A download as one requester sees it.

    Attributes:
        outlook: How long it is going to wait, while it does.
        now: Epoch seconds; needed where a site is paused.
    """

    record: DownloadRecord
    progress: Progress | None = None
    outlook: Outlook | None = None
    now: float | None = None

    @property
    def current(self) -> Progress | None:
        """The progress, unless it is still that of an earlier stage."""
        progress = self.progress
        return progress if progress and progress.stage == self.record.stage else None

    def name(self, length: int = 80) -> str:
        """The file under way, else the headline, else the site; in a code span."""
        record, progress = self.record, self.current
        if progress is not None and progress.name:
            return code(progress.name, length=length)
        if len(record.files) == 1:
            return code(record.files[0].name, length=length)
        if record.metadata.headline:
            return code(record.metadata.headline, length=length)
        return code(urlsplit(record.request.canonical).hostname or "", length=length)
