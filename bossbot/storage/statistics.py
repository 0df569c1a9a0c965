"""What a server's kept downloads add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pydantic import Field

from bossbot.models import Value
from bossbot.storage.document import StoredDownload


class GuildStatistics(Value):
    """The content of a server's `.stats`. Sizes are bytes, instants epoch seconds."""

    at: float
    downloads: int = 0
    files: int = 0
    size: int = 0
    oldest: float | None = None
    newest: float | None = None
    platforms: dict[str, int] = Field(default_factory=dict)


def guild_statistics(kept: Iterable[StoredDownload], *, at: float) -> GuildStatistics:
    """Add up what is kept for one server."""
    files = size = 0
    instants: list[float] = []
    platforms: Counter[str] = Counter()
    for download in kept:
        files += len(download.files)
        size += download.size
        instants.append(download.kept_at)
        platforms[download.platform] += 1
    return GuildStatistics(
        at=at,
        downloads=len(instants),
        files=files,
        size=size,
        oldest=min(instants, default=None),
        newest=max(instants, default=None),
        platforms=dict(platforms),
    )
