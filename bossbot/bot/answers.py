"""What a command answers, before it is anybody's message."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.models import ErrorRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file of our own making that goes with an answer."""

    name: str
    data: bytes
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer.

    Attributes:
        text: At most 2,000 characters; empty where there is nothing to say besides the
            status message.
        private: For the caller's eyes where Discord can do that (interactions).
        downloads: What was taken; they get one status message, which for a slash
            command is the answer itself.
        attached: A picture.
        bad_input: Nothing was done, for the command was not understood: its cooldown
            doesn't count.
        error: What was refused, for the log.
        silent: Somebody else answers: not even an interaction is.
    """

    text: str = ""
    private: bool = False
    downloads: tuple[str, ...] = ()
    attached: Attached | None = None
    bad_input: bool = False
    error: ErrorRecord | None = None
    silent: bool = False
