"""What a fetch job is told, and what it answers with; the same for both libraries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlsplit

from bossbot.sandbox.jobs.fetching.cookies import isolate, received

NAME_LENGTH: Final = 150
SOCKET_TIMEOUT: Final = 20.0
"""Seconds without a byte after which a connection counts as dead."""
READ_SIZE: Final = 64 * 1024
"""Bytes read at once. Where a connection breaks, both libraries lose what they hold
of an unfinished read: larger reads would make resuming worse, not fetching faster."""

_UNSAFE_IN_NAMES: Final = re.compile(
    r"[\x00-\x1f\x7f/\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)
_EXTENSION: Final = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchParams:
    """The parameters of a `ytdlp` or `gallery_dl` job.

    Attributes:
        proxy: The egress guard, with this job's token in it.
        format: `best`, `audio`, `video` or `smallest`.
        fit_bytes: What a posted video or audio may weigh: a format that fits is
            preferred, where sizes are known.
        max_bytes: More than this is never fetched, over all files.
        subtitles: Whether those of a video are fetched, too.
        deadline: Seconds after which the job is ended, with all it has.
        ca_file: A bundle of trusted certificates instead of the built-in one.
        user_agent: What to call itself, where an extractor has no name of its own.
        cookies: The text of a Netscape cookie file; stays in memory, never logged.
        programs: What may be started: Deno, or nothing.
        closed: The directories with the cookies of other sites.
    """

    url: str
    platform: str
    proxy: str = field(repr=False)
    format: str
    fit_bytes: int
    max_bytes: int
    max_files: int
    subtitles: bool = True
    deadline: float = 60.0
    ca_file: str | None = None
    user_agent: str | None = None
    cookies: str | None = field(default=None, repr=False)
    programs: Sequence[str] = ()
    closed: Sequence[str] = ()

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """The parameters as they came over the socket; cookies by a descriptor."""
        isolate()
        rest = dict(params)
        descriptor = rest.pop("cookies_descriptor", None)
        if descriptor is not None:
            rest["cookies"] = received(descriptor)
        return cls(**rest)

    @property
    def host(self) -> str:
        """The host of the URL, for error data."""
        return urlsplit(self.url).hostname or ""


def safe_name(stem: str, extension: str) -> str:
    """A name for people: no path, no control characters, bounded; still untrusted."""
    stem = _UNSAFE_IN_NAMES.sub("_", stem).strip(" .")[:NAME_LENGTH]
    return f"{stem or 'file'}.{safe_extension(extension)}"


def safe_extension(extension: str | None) -> str:
    """The extension if it is a plain one, else `bin`; the content decides anyway."""
    extension = (extension or "").lower()
    return extension if _EXTENSION.fullmatch(extension) else "bin"
