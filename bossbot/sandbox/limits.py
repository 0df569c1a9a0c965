"""The resource limits of one job.

RLIMIT_DATA, not RLIMIT_AS, holds the memory: an encode by ffmpeg that touched 139 MB
had 224 MB of private writable memory but 1,060 MB of address space, and it failed
under an address space of 400 MB; JavaScript engines reserve gigabytes. RLIMIT_DATA
counts what is reserved but never touched, too, so thread stacks of programs are made
small (8 MB each otherwise: 1,047 MB for ffmpeg with 79 threads). RLIMIT_NPROC is left
alone: it counts all processes of the user, the worker's own included.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from typing import Final

from bossbot.sandbox.procfs import private_bytes

OPEN_FILES: Final = 512
_MIB: Final = 1 << 20
_PROGRAM_RESERVE: Final = 64 * _MIB
"""What ffmpeg with its 18 threads reserves and doesn't touch: 85 MB, less arenas."""
_PROGRAM_STACK: Final = 1 * _MIB


def apply(*, memory: int, file_size: int, program: bool) -> None:
    """Limit this process and all it starts; nothing raises them again.

    Args:
        memory: Bytes of private memory beyond what was inherited by the fork.
        file_size: Bytes of any one file.
        program: Whether it is about to become another program, which brings
            nothing from the fork.
    """
    reserve = _PROGRAM_RESERVE if program else private_bytes()
    _limit(resource.RLIMIT_DATA, reserve + memory)
    _limit(resource.RLIMIT_FSIZE, file_size)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    if program:
        _limit(resource.RLIMIT_STACK, _PROGRAM_STACK)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    if sys.platform == "linux":
        resource.setrlimit(which, (value, value))
    else:
        with suppress(ValueError, OSError):  # macOS knows not all of them
            resource.setrlimit(which, (value, value))
