"""What a sandboxed process can be asked to do, by name.

A kind is a module with `run(params, channel)`. It returns the result as JSON; a
`BossBotError` it raises is reported as that error. It runs in a process of its own
with nothing but a directory, so it may leave whatever it likes behind in memory.

- `ytdlp` and `gallery_dl` fetch; both use `fetching` (parameters, metadata, cookies),
  `formats` (which version of a video) and `failures` (what went wrong, in our words).
- `short_link` tells where a link leads.
- `probe` and `image` look into files and write images anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, Protocol

from bossbot.sandbox.channel import Channel

KINDS: Final[Mapping[str, str]] = {
    "ytdlp": "bossbot.sandbox.jobs.ytdlp.job",
    "gallery_dl": "bossbot.sandbox.jobs.gallery_dl.job",
    "short_link": "bossbot.sandbox.jobs.short_link",
    "probe": "bossbot.sandbox.jobs.probe",
    "image": "bossbot.sandbox.jobs.image",
}
"""The module of each kind; the zygote imports them all before its first fork."""


class JobFunction(Protocol):
    """The one function of a kind's module."""

    def __call__(self, params: dict[str, Any], channel: Channel) -> Any:
        """Do the job and return its result.

        Raises:
            BossBotError: It can't be done; this is what the supervisor gets.
        """
        ...


def resolve(kinds: Mapping[str, str], kind: str) -> JobFunction:
    """The function of a kind.

    Raises:
        KeyError: There is no such kind.
        ImportError: Its library is not installed.
    """
    function: JobFunction = import_module(kinds[kind]).run
    return function


def prepare(kinds: Mapping[str, str], kind: str) -> None:
    """Import a kind's module before the first fork, and warm it up if it wants that.

    A module's `warm()` does once what every job would do first.

    Raises:
        KeyError: There is no such kind.
        ImportError: Its library is not installed.
    """
    warm = getattr(import_module(kinds[kind]), "warm", None)
    if warm is not None:
        warm()
