"""How a job can end without a word of its own."""

from __future__ import annotations

from bossbot.errors import UnknownError
from bossbot.sandbox.protocol import OUT_OF_MEMORY, Exit


class JobCrashedError(UnknownError):
    """The process died without result. Data: `code`, `signal`, `max_rss`.

    What that means is the caller's to say: a file that makes a decoder crash or eat
    all memory is an invalid file, and one too large to hold is too large.
    """

    @classmethod
    def of(cls, ended: Exit) -> JobCrashedError:
        """The error for a process that ended so."""
        return cls(code=ended.code, signal=ended.signal, max_rss=ended.max_rss)

    @property
    def out_of_memory(self) -> bool:
        """It ran into its own memory limit."""
        return bool(self.data.get("code") == OUT_OF_MEMORY)


class SandboxUnavailableError(UnknownError):
    """No job could be run, or the zygote went away under it: try again.

    Data: `reason`: `no zygote`, `lost`, or the zygote's own `protocol.Refusal`.
    """
