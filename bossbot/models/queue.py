"""What the queue answers to those who ask it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from bossbot.models.media import Progress
from bossbot.models.records import DownloadRecord
from bossbot.models.words import Value


class Level(StrEnum):
    """What a user may; granted by the bot's owner."""

    NORMAL = "normal"
    PREMIUM = "premium"
    ADMIN = "admin"


class Taken(Value):
    """What became of a request.

    Attributes:
        new: False where the id was known already: nothing was done then.
        joined: Whether it shares a download that was under way.
    """

    new: bool
    joined: bool = False


class IntakeStop(Value):
    """Why nothing is taken in.

    Attributes:
        by: Who stopped it.
        reason: In their words, for members to read; may be empty.
        since: Epoch seconds.
    """

    by: str
    reason: str
    since: float


class SiteView(Value):
    """A site that is left alone for a while, because it fails or limits us.

    Attributes:
        site: A platform's name, or a host.
        until: When it is tried again (epoch seconds); past where it waits for a probe.
        probing: Whether one download tries it just now.
    """

    site: str
    until: float
    probing: bool = False
    reason: Literal["failing", "limited"] = "failing"


class Outlook(Value):
    """How long a download is going to wait.

    Attributes:
        position: The place among the waiting of its server, from 1.
        wait: Seconds until it starts, by what was measured; None where nobody can tell.
        hosts: How many worker hosts take work just now.
        site: Its site, where that is paused.
    """

    position: int | None = None
    wait: float | None = None
    hosts: int = 0
    site: SiteView | None = None


class Listed(Value):
    """One line of a queue.

    Attributes:
        id: Under which it was asked for.
        record: As it stands for that requester.
    """

    id: str
    record: DownloadRecord
    position: int | None = None
    progress: Progress | None = None


class Look(Value):
    """All there is to show of a download to one requester.

    Attributes:
        record: As it stands for that requester.
        progress: While it runs.
        outlook: While it is queued.
    """

    record: DownloadRecord
    progress: Progress | None = None
    outlook: Outlook | None = None
