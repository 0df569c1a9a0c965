"""How the execution of a stage ended, for the task that asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.errors import BossBotError
from bossbot.queue.retries import Retry


@dataclass(frozen=True, slots=True)
class Done:
    """The stage ended well; the chain goes on."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The message was stale: somebody else runs this, or it is over. Do nothing."""


@dataclass(frozen=True, slots=True)
class Again:
    """The stage is to run again: by this chain when `soon`, else by a later one."""

    retry: Retry
    error: BossBotError


@dataclass(frozen=True, slots=True)
class Failed:
    """The download ended badly; only its cleanup is left to do."""

    error: BossBotError


type Result = Done | Superseded | Again | Failed
