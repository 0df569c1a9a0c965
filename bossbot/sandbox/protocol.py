"""What the supervisor and the zygote say to each other: a job, then JSON lines.

The supervisor connects to the zygote's socket and sends one JSON line, with the
descriptors it names as SCM_RIGHTS ancillary data. The zygote forks one process for it
and answers on the same connection, alone in writing there:

    {"event": "started", "pid": 123, "start_time": 456}
    {"event": "exit", "code": 0, "signal": null, "max_rss": 12345678}
    {"event": "refused", "reason": "draining"}       instead of both, or of `exit`

`exit` comes when nothing of the job's process group is left. When the supervisor
closes or half-closes its end first, the group is killed and `exit` still comes.

Every kind but `exec` gets one more descriptor, the last: the job's end of a socket
pair, the *channel*. The job writes there itself, so the zygote never handles, stores
or waits for a byte of it, and a job cannot forge the zygote's words:

    {"event": "progress", …}          the fields of `JobProgress`
    {"event": "result", "value": …}   at most one
    {"event": "error", "error": …, "detail": …}
                                      `bossbot.errors.BossBotError.to_dict`
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

type JobKind = Literal["ytdlp", "gallery_dl", "short_link", "probe", "image", "exec"]
type Refusal = Literal["draining", "malformed", "busy", "stopping"]

EXEC: Final = "exec"
MAX_REQUEST: Final = 1 << 20
"""Most bytes of a request line."""
MAX_DESCRIPTORS: Final = 16
MAX_DESCRIPTOR_NUMBER: Final = 63
SETUP_FAILED: Final = 126
"""Exit code: the process could not be prepared (no directory, no right)."""
EXEC_FAILED: Final = 127
"""Exit code: the program of an `exec` job could not be started."""
OUT_OF_MEMORY: Final = 125
"""Exit code: a job ran into its memory limit and could not even say so."""
BROKEN: Final = 124
"""Exit code: a job failed, and failed to say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """One disposable process.

    Attributes:
        kind: Which function of `bossbot.sandbox.jobs` to run; `exec` replaces the
            process by the program `params["argv"]` (an absolute path first).
        params: The function's arguments, JSON-serialisable. Two of them open the
            fence: `proxy`, the URL of the one loopback address it may connect to,
            and `programs`, the absolute paths of the programs it may run; `closed`
            are directories whose text files it may not read.
        directory: The working directory, the only place it has to write to.
        memory: Most bytes of private memory, beyond what the zygote has already.
        file_size: Most bytes of any one file it writes.
        descriptors: Open descriptors to hand over, by the number they get there
            (0, 1, 2 included; those of the standard ones not named are /dev/null).
        environment: Variables beside PATH, LANG, HOME and TMPDIR.
        nice: How much it yields to the processes that answer people.
    """

    kind: JobKind
    params: dict[str, Any]
    directory: str
    memory: int
    file_size: int
    descriptors: dict[int, int] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    nice: int = 5

    def to_line(self) -> bytes:
        """The request; `descriptors` as the numbers wanted, in the order sent."""
        request = {
            "kind": self.kind,
            "params": self.params,
            "directory": self.directory,
            "memory": self.memory,
            "file_size": self.file_size,
            "descriptors": list(self.descriptors),
            "environment": self.environment,
            "nice": self.nice,
        }
        return json.dumps(request).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """How far a job is: `bossbot.models.Progress` without the stage."""

    done: int = 0
    total: int | None = None
    speed: float | None = None
    name: str | None = None
    file_number: int = 1
    file_count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The job's process and group; the start time tells it from a later namesake."""

    pid: int
    start_time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How a process ended.

    Attributes:
        code: Its exit code; None when a signal ended it.
        signal: The signal that did.
        max_rss: Most bytes resident at once, pages shared with the zygote included.
    """

    code: int | None
    signal: int | None
    max_rss: int
