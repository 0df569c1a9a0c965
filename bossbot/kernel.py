"""Linux' process attributes that Python has no names for; elsewhere they do nothing."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

# linux/prctl.h
_SET_PDEATHSIG: Final = 1
_SET_DUMPABLE: Final = 4
_SET_CHILD_SUBREAPER: Final = 36
_SET_NO_NEW_PRIVS: Final = 38

# linux/capability.h: chown, dac_override, dac_read_search, fowner, fsetid
_FILE_CAPABILITIES: Final = 0b11111
_CAPABILITY_VERSION: Final = 0x20080522

_libc: Final = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        _checked(_libc.prctl(option, value, 0, 0, 0), f"prctl({option})")


def die_with_parent(parent: int, number: signal.Signals) -> None:
    """Get `number` when the parent's thread that made us ends.

    Raises:
        ProcessLookupError: It has ended already; the signal would never come.
    """
    _prctl(_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        raise ProcessLookupError(f"parent {parent} is gone")


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def keep_memory_private() -> None:
    """Let no other process of this user read our memory and environment.

    A sandbox job runs as the same user; without this, one that was taken over would
    find every secret in /proc. Forked children keep it, programs they start don't.
    """
    _prctl(_SET_DUMPABLE, 0)


def renounce_privileges() -> None:
    """No program started from here on gains rights by set-user-id or the like.

    Root itself keeps its way with files, as those of a deployment may be anybody's,
    and nothing else: least of all the right to look into other processes.
    """
    _prctl(_SET_NO_NEW_PRIVS, 1)
    if sys.platform != "linux":
        return
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)  # 0: this process
    # effective, permitted and inheritable, of capabilities 0 to 31 and from 32 on
    sets = (ctypes.c_uint32 * 6)()
    _checked(_libc.capget(header, sets), "capget")
    for number, one in enumerate(sets):
        sets[number] = one & _FILE_CAPABILITIES if number < 3 else 0
    _checked(_libc.capset(header, sets), "capset")
