"""The supervisor's side of the sandbox: run one disposable job, from a pool child.

- `client`: `Sandbox`, which stays with a job to its end; `errors`: how that can fail.
- `connection`: what the zygote says of it; `channel`: what the job itself says;
  `claims`: how much of that is taken over.
- `groups`: ending what a job started, where its zygote is gone.
"""

from bossbot.adapters.sandbox.client import Sandbox
from bossbot.adapters.sandbox.errors import JobCrashedError, SandboxUnavailableError
from bossbot.sandbox.protocol import Exit, JobProgress, JobSpec, Started

__all__ = [
    "Exit",
    "JobCrashedError",
    "JobProgress",
    "JobSpec",
    "Sandbox",
    "SandboxUnavailableError",
    "Started",
]
