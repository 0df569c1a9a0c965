"""Fetching and converting, as the stages see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bossbot.errors import BossBotError
from bossbot.media.facts import Facts
from bossbot.media.plans import Converted, ImagePlan, StreamPlan
from bossbot.models import (
    Format,
    MediaFile,
    Metadata,
    Progress,
)

type Report = Callable[[Progress], None]
"""Tells how a stage is getting on; cheap, may be called as often as one likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """What a tool is to fetch, and how much of it.

    Attributes:
        url: A validated http(s) URL.
        directory: Where the tool may write; partial files found there are resumed.
        fit_bytes: The limit a posted video or audio must meet: with sizes known, a
            format that fits is chosen before fetching.
        max_bytes: The most bytes the network may deliver, over all files.
        deadline: Seconds the whole fetch may take.
    """

    url: str
    platform: str
    directory: Path
    format: Format
    fit_bytes: int
    max_bytes: int
    max_files: int
    deadline: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a tool brought: at least one file (paths relative to the directory).

    Attributes:
        private: The site was shown cookies: nothing for other servers.
        skipped: Why single files of an album were left out.
    """

    files: tuple[MediaFile, ...]
    metadata: Metadata
    private: bool = False
    skipped: tuple[BossBotError, ...] = ()


class Tool(Protocol):
    """A download library, run in a sandbox behind the egress guard."""

    name: str

    async def fetch(self, request: FetchRequest, report: Report) -> Fetched:
        """Bring the media of one URL.

        Raises:
            BossBotError: Classified; the partial files stay for the next try.
        """
        ...


class ShortLinks(Protocol):
    """Asks where links lead that only lead elsewhere."""

    async def target(self, url: str, platform: str, directory: Path) -> str:
        """The next link, as the site says it: not validated.

        Args:
            url: A validated http(s) URL.
            platform: Whose it is.
            directory: Where this may work.

        Raises:
            BossBotError: Classified.
        """
        ...


class MediaTools(Protocol):
    """Looks into and converts files, in sandbox jobs; never by file name."""

    async def probe(self, path: Path) -> Facts:
        """What the file really is; decodes the first frame.

        Raises:
            InvalidFileError: It is not media, or does not decode as what it claims.
        """
        ...

    async def convert_image(
        self, source: Path, target: Path, facts: Facts, plan: ImagePlan
    ) -> Facts:
        """Write the image anew, its pixels alone, within the plan's bytes.

        Raises:
            InvalidFileError: It does not decode.
            FileTooLargeError: No step of the plan fits.
        """
        ...

    async def convert_stream(
        self,
        source: Path,
        target: Path,
        facts: Facts,
        plan: StreamPlan,
        *,
        deadline: float,
        report: Callable[[float], None],
    ) -> Converted:
        """Copy or encode video or audio by the plan (one ffmpeg run per pass).

        Args:
            source: What to convert.
            target: Overwritten; its directory is written to, too.
            facts: Of the source.
            plan: How.
            deadline: Seconds it may run; waiting for a CPU slot doesn't count.
            report: Told how many seconds of the media are done.

        Raises:
            InvalidFileError: ffmpeg could not do it, or not in time.
            FileTooLargeError: The result outgrew the plan's limit.
        """
        ...

    async def thumbnail(self, source: Path, target: Path, facts: Facts) -> bool:
        """Write a small JPEG of a video; false where there is no picture in it."""
        ...
