"""All that is shown of one download, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bossbot.messages.neutral import code
from bossbot.models import (
    BarStyle,
    Delivery,
    DiscordTarget,
    DownloadRecord,
    NotificationLevel,
    Outlook,
    Progress,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A download as one requester sees it.

    Attributes:
        record: As it stands for that requester.
        id: Under which it was asked for; the record's own where it isn't shared.
        outlook: How long it is going to wait, while it does.
        now: Epoch seconds; needed where a site is paused.
        moved_from: The place it had in the queue before the present one.
    """

    record: DownloadRecord
    id: str = ""
    progress: Progress | None = None
    outlook: Outlook | None = None
    now: float | None = None
    moved_from: int | None = None

    @property
    def asked_as(self) -> str:
        """The id that the requester was given."""
        return self.id or self.record.id

    @property
    def delivery(self) -> Delivery:
        """The requester's share of it."""
        deliveries = self.record.deliveries
        return next((d for d in deliveries if d.id == self.asked_as), deliveries[0])

    @property
    def level(self) -> NotificationLevel:
        """How much the requester wants to be told."""
        target = self.record.request.target
        if isinstance(target, DiscordTarget):
            return target.notify
        return NotificationLevel.NORMAL

    @property
    def style(self) -> BarStyle:
        """How progress is drawn for the requester."""
        target = self.record.request.target
        return target.bar if isinstance(target, DiscordTarget) else BarStyle.STANDARD

    @property
    def current(self) -> Progress | None:
        """The progress, unless it is still that of an earlier stage."""
        progress = self.progress
        return progress if progress and progress.stage == self.record.stage else None

    def name(self, length: int = 80) -> str:
        """The file under way, else `title`."""
        progress = self.current
        if progress is not None and progress.name:
            return code(progress.name, length=length)
        return self.title(length)

    def title(self, length: int = 80) -> str:
        """The only file, else the headline, else the site; in a code span."""
        record = self.record
        if len(record.files) == 1:
            return code(record.files[0].name, length=length)
        if record.metadata.headline:
            return code(record.metadata.headline, length=length)
        return code(urlsplit(record.request.canonical).hostname or "", length=length)

    def post_url(self) -> str | None:
        """Where the first message with its files is; None while there is none."""
        target, delivery = self.record.request.target, self.delivery
        if not isinstance(target, DiscordTarget):
            return None
        batches = [
            ([int(part) for part in key.split(".")], post.messages)
            for key, post in self.record.posts.items()
            if key.partition(".")[0] == str(delivery.number) and post.messages
        ]
        newest = max((place[1] for place, _ in batches), default=0)
        first = min((found for found in batches if found[0][1] == newest), default=None)
        if first is None:
            return None
        place = f"{target.guild_id or '@me'}/{target.channel_id}"
        return f"https://discord.com/channels/{place}/{first[1][0]}"
