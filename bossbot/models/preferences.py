"""What users and servers may set for themselves."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from bossbot.models.words import Format, Priority, Value


class NotificationLevel(StrEnum):
    """How much a status message tells while its downloads are under way.

    `none`: that it was taken, and how it ended; `minimal`: its start as well;
    `normal`: progress; `verbose`: moves in the queue, stages and retries.
    """

    NONE = "none"
    MINIMAL = "minimal"
    NORMAL = "normal"
    VERBOSE = "verbose"


class BarStyle(StrEnum):
    """How progress is drawn."""

    STANDARD = "standard"
    BLOCKS = "blocks"
    MINIMAL = "minimal"


class Permission(StrEnum):
    """What a server can give to a role, or take from it."""

    DOWNLOAD = "download"
    MANAGE_QUEUE = "manage_queue"
    MANAGE_SETTINGS = "manage_settings"
    VIEW_STATS = "view_stats"


class UserSettings(Value):
    """A user's own settings, in every server.

    Attributes:
        max_retries: Further tries of fetch; None is the operators' number.
    """

    notification_level: NotificationLevel = NotificationLevel.NORMAL
    progress_bar_style: BarStyle = BarStyle.STANDARD
    default_priority: Priority = Priority.NORMAL
    mention_on_complete: bool = True
    auto_retry: bool = True
    max_retries: int | None = Field(None, ge=0, le=10)
    default_format: Format = Format.BEST


class RoleSettings(Value):
    """What a role of a server changes for who has it.

    Attributes:
        permissions: Given (True) or taken (False); what isn't named stays as it is.
        max_mb: The largest posted file; None leaves the level's.
        priority: The highest that may be asked for; None leaves the level's.
    """

    permissions: dict[Permission, bool] = Field(default_factory=dict)
    max_mb: int | None = Field(None, ge=1)
    priority: Priority | None = None


class ServerSettings(Value):
    """A server's settings.

    Attributes:
        channels: Where commands work; empty: everywhere.
        allowed_platforms: The only ones that may be downloaded from; empty: all.
        denied_platforms: Those that may not.
        roles: By role id; the role of everybody has the server's id.
    """

    channels: tuple[str, ...] = ()
    allowed_platforms: tuple[str, ...] = ()
    denied_platforms: tuple[str, ...] = ()
    roles: dict[str, RoleSettings] = Field(default_factory=dict)

    def takes(self, platform: str) -> bool:
        """Whether links of a platform may be downloaded here."""
        allowed = self.allowed_platforms
        return platform not in self.denied_platforms and (
            not allowed or platform in allowed
        )


class Ban(Value):
    """Why a user is kept out.

    Attributes:
        by: Who said so.
        reason: In their words; may be empty.
        since: Epoch seconds.
    """

    by: str
    reason: str = ""
    since: float


class Refusal(Value):
    """A use that came too early, or once more.

    Attributes:
        wait: Seconds until it is allowed.
        cooldown: Whether that is a cooldown, not the limit per minute.
        first: Whether it is the first refusal in this window; the others are only
            counted.
        repeated: Whether this very use was counted before: two bots hear the same while
            one relieves the other, or Discord says it twice.
        taken: Whether it was allowed then.
    """

    wait: float = 0.0
    cooldown: bool = False
    first: bool = False
    repeated: bool = False
    taken: bool = False
