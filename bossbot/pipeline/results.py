"""How the execution of a stage ended, for the task that asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.errors import BossBotError
from bossbot.models import JobReference


@dataclass(frozen=True, slots=True)
class Done:
    """The stage ended well; the chain goes on."""


@dataclass(frozen=True, slots=True)
class More:
    """The upload ended well, but somebody joined meanwhile: on from transcode."""

    ref: JobReference


@dataclass(frozen=True, slots=True)
class Superseded:
    """The message was stale: somebody else runs this, or it is over. Do nothing."""


@dataclass(frozen=True, slots=True)
class Released:
    """This host goes away, and has given the download back: it goes on elsewhere."""


@dataclass(frozen=True, slots=True)
class Again:
    """The stage is to run again.

    Attributes:
        delay: Seconds from now.
        kept: Whether slot and lease were kept, and this chain is to do it; else a
            later one will.
    """

    delay: float
    kept: bool
    error: BossBotError


@dataclass(frozen=True, slots=True)
class Failed:
    """The download ended badly; only its cleanup is left to do."""

    error: BossBotError


type Result = Done | More | Superseded | Released | Again | Failed
