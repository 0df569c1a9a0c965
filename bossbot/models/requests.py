"""What was asked for, by whom, and where it is to stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bossbot.models.media import Limits
from bossbot.models.words import Format, Priority, Value


class DirectoryTarget(Value):
    """Deliver into a local directory (`bossbot get`)."""

    kind: Literal["directory"] = "directory"
    path: str


class DiscordTarget(Value):
    """Deliver as a reply to a member's message, or into a channel without one.

    Ids are Discord snowflakes as strings.
    """

    kind: Literal["discord"] = "discord"
    guild_id: str | None
    channel_id: str
    request_message_id: str | None
    upload_limit: int
    """Bytes Discord takes per file in this server."""


class Delivery(Value):
    """Whom the media is for and where it is to stand."""

    number: int = 0
    requester: str
    generation: int = 0
    """Raised only by a member's own retry: a new generation may post again."""
    target: DirectoryTarget | DiscordTarget = Field(discriminator="kind")


class Request(Value):
    """What was asked for; never changes after it was enqueued."""

    url: str
    canonical: str
    platform: str
    format: Format = Format.BEST
    priority: Priority = Priority.NORMAL
    guild: str
    user: str
    limits: Limits
    max_files: int = 25
    max_retries: int = 3
    retention: float = 86400.0
    """Seconds the delivered files are kept."""
    pin: str | None = None
    """Only this disk id may run it (`bossbot get`'s private worker)."""
    deliveries: tuple[Delivery, ...]
