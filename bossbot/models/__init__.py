"""The values everything speaks in: frozen, JSON in and out, without behaviour of note.

Sizes are bytes, durations seconds, instants seconds since the epoch by Redis' clock.

- `words`: stages, states, formats, priorities.
- `media`: a file, limits, progress; `metadata`: what the site says of a post;
  `harmless`: the types of what strangers say.
- `requests`: what was asked for, by whom, where it is to stand.
- `queue`: what the queue answers to those who ask it; `canaries`: how sites do.
- `statistics`: what has come of downloads; `health`: how the deployment does.
- `preferences`: what users and servers may set for themselves.
- `deliveries`: whom a download is for, and how far it has come for each of them.
- `records`: a download as the ledger and the broker know it.
"""

from bossbot.models.canaries import Canary
from bossbot.models.deliveries import Delivery, ErrorRecord, Post, Variant
from bossbot.models.health import GatewayState, HostView, QueueLoad
from bossbot.models.media import Kind, Limits, MediaFile, Progress
from bossbot.models.metadata import Metadata, Subtitles
from bossbot.models.preferences import (
    Ban,
    BarStyle,
    NotificationLevel,
    Permission,
    Refusal,
    RoleSettings,
    ServerSettings,
    UserSettings,
)
from bossbot.models.queue import (
    IntakeStop,
    Level,
    Listed,
    Look,
    Outlook,
    SiteView,
    Taken,
)
from bossbot.models.records import DownloadRecord, JobReference, StageTimes
from bossbot.models.requests import DirectoryTarget, DiscordTarget, Request, Target
from bossbot.models.statistics import (
    DAYS,
    Day,
    ServerStatistics,
    Tally,
    UserStatistics,
)
from bossbot.models.words import (
    CLEANUP,
    ENDED,
    FETCH,
    OTHER,
    SCHEMA,
    STAGES,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    WAITING,
    Change,
    Format,
    Priority,
    State,
    Value,
)

__all__ = [
    "CLEANUP",
    "DAYS",
    "ENDED",
    "FETCH",
    "OTHER",
    "SCHEMA",
    "STAGES",
    "TRANSCODE",
    "UPLOAD",
    "VALIDATE",
    "WAITING",
    "Ban",
    "BarStyle",
    "Canary",
    "Change",
    "Day",
    "Delivery",
    "DirectoryTarget",
    "DiscordTarget",
    "DownloadRecord",
    "ErrorRecord",
    "Format",
    "GatewayState",
    "HostView",
    "IntakeStop",
    "JobReference",
    "Kind",
    "Level",
    "Limits",
    "Listed",
    "Look",
    "MediaFile",
    "Metadata",
    "NotificationLevel",
    "Outlook",
    "Permission",
    "Post",
    "Priority",
    "Progress",
    "QueueLoad",
    "Refusal",
    "Request",
    "RoleSettings",
    "ServerSettings",
    "ServerStatistics",
    "SiteView",
    "StageTimes",
    "State",
    "Subtitles",
    "Taken",
    "Tally",
    "Target",
    "UserSettings",
    "UserStatistics",
    "Value",
    "Variant",
]
