"""What was asked for, by whom, and where it is to stand."""

from __future__ import annotations

import hashlib
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from bossbot.models.media import Limits
from bossbot.models.preferences import BarStyle, NotificationLevel
from bossbot.models.words import OTHER, Format, Priority, Value


class DirectoryTarget(Value):
    """Deliver into a local directory (`bossbot get`)."""

    kind: Literal["directory"] = "directory"
    path: str


class DiscordTarget(Value):
    """Deliver as a reply to a member's message, or into a channel without one.

    Ids are Discord snowflakes as strings.

    Attributes:
        request_message_id: The message that asked, which the post replies to.
        upload_limit: Bytes Discord takes per file in this server.
        age_restricted: Whether the channel is for adults alone.
        command: The message or interaction that asked; ids derive from it.
        mention: Whether the post calls the requester.
        notify: How much the status message tells.
        bar: How it draws progress.
        denied: The platforms that the server takes nothing from, wherever a link that
            looked like another leads to.
    """

    kind: Literal["discord"] = "discord"
    guild_id: str | None = None
    channel_id: str
    request_message_id: str | None = None
    upload_limit: int
    age_restricted: bool = False
    command: str | None = None
    mention: bool = True
    notify: NotificationLevel = NotificationLevel.NORMAL
    bar: BarStyle = BarStyle.STANDARD
    denied: tuple[str, ...] = ()


type Target = DirectoryTarget | DiscordTarget


class Request(Value):
    """What was asked for.

    Never changes after it was enqueued, but for the upload limit of its server: when
    Discord has shown it to be lower, a retry has the lower one.

    Attributes:
        limits: The most bytes of a posted file, by kind, that the requester may get.
        at_once: How many of the user's downloads may run together; 0: any number.
        per_day: How many downloads a user may ask for in a day (UTC); 0: any number.
        retention: Seconds the delivered files are kept.
        pin: Only this disk id may run it (`bossbot get`'s private worker); it stands
            outside of all limits but the host's own.
    """

    url: str
    canonical: str
    platform: str
    format: Format = Format.BEST
    priority: Priority = Priority.NORMAL
    guild: str
    user: str
    limits: Limits
    at_once: int = 0
    per_day: int = 0
    max_files: int = 25
    max_retries: int = 3
    retention: float = 86400.0
    pin: str | None = None
    target: Target = Field(discriminator="kind")

    @property
    def site(self) -> str:
        """Whose failures count together: the platform, elsewhere the host."""
        if self.platform != OTHER:
            return self.platform
        return urlsplit(self.canonical).hostname or OTHER

    @property
    def share_key(self) -> str:
        """Equal for requests that one fetch can serve."""
        what = f"{self.canonical}\n{self.format}\n{self.max_files}"
        return hashlib.sha256(what.encode()).hexdigest()[:32]

    @property
    def posted_limits(self) -> Limits:
        """The most bytes of a posted file: the requester's, or less in this server."""
        if isinstance(self.target, DiscordTarget):
            return self.limits.within(self.target.upload_limit)
        return self.limits
