"""What `bossbot get` is asked for: links, and what to make of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap
from bossbot.models import DirectoryTarget, Format, Limits, Request
from bossbot.queue.names import new_download_id
from bossbot.settings import MB, Settings

LOCAL = "local"
"""The guild and user of downloads that nobody on Discord asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One link that may be tried.

    Attributes:
        text: As the user wrote it.
    """

    id: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One link that can't even be tried."""

    text: str
    error: BossBotError


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The command line, read."""

    wanted: tuple[Wanted, ...]
    refused: tuple[Refused, ...]
    directory: Path
    limits: Limits
    format: Format

    def request(self, wanted: Wanted, settings: Settings, *, pin: str) -> Request:
        """What is put into the queue, for the host `pin` alone."""
        target = DirectoryTarget(path=str(self.directory))
        return Request(
            url=wanted.link.url,
            canonical=wanted.link.key,
            platform=wanted.link.platform,
            format=self.format,
            guild=LOCAL,
            user=LOCAL,
            limits=self.limits,
            max_files=settings.max_files,
            max_retries=settings.max_retries,
            retention=0,  # what is delivered is the user's; ours goes with the worker
            pin=pin,
            target=target,
        )


def read_links(
    texts: Iterable[str], *, allow: Collection[str]
) -> tuple[Sequence[Wanted], Sequence[Refused]]:
    """The links of a command line, equal ones once.

    Args:
        texts: As the user wrote them.
        allow: The setting `EGRESS_ALLOW`.
    """
    wanted: dict[str, Wanted] = {}
    refused: dict[str, Refused] = {}
    for text in texts:
        try:
            link = parse(unwrap(text), allow=allow)
        except BossBotError as error:
            refused.setdefault(text, Refused(text=text, error=error))
        else:
            one = Wanted(id=new_download_id(), text=text, link=link)
            wanted.setdefault(link.key, one)
    return tuple(wanted.values()), tuple(refused.values())


def limits_for(settings: Settings, limit_mb: float | None) -> Limits:
    """The most bytes of a delivered file: as wanted, else whatever may be fetched."""
    source = settings.max_source_mb * MB
    most = source if limit_mb is None else int(limit_mb * MB)
    return Limits(image=most, audio=most, video=most, source=source)
