"""The forked process, from the fork to its end."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from bossbot.errors import BossBotError, DiskFullError, FileTooLargeError, UnknownError
from bossbot.kernel import die_with_parent, renounce_privileges
from bossbot.sandbox import fence, limits
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs import resolve
from bossbot.sandbox.leftovers import MARK
from bossbot.sandbox.protocol import (
    BROKEN,
    EXEC,
    EXEC_FAILED,
    OUT_OF_MEMORY,
    SETUP_FAILED,
)
from bossbot.sandbox.request import Request

_KEPT_VARIABLES: Final = ("PATH", "LANG", "TZ", "LD_LIBRARY_PATH", MARK)
_DETAIL_LENGTH: Final = 2000
_URL_TAIL: Final = re.compile(r"(https?://)(?:[^/\s'\"]*@)?([^/\s'\"?#]*)[^\s'\"]*")


def run(
    request: Request, descriptors: Sequence[int], kinds: Mapping[str, str], zygote: int
) -> NoReturn:
    """Become the job; called right after the fork, never returns.

    Nothing of the zygote's stack above is unwound or collected: its sockets' numbers
    are in use for other things by then.
    """
    code = SETUP_FAILED
    try:
        channel = _isolate(request, descriptors, zygote)
        if request.kind == EXEC:
            code = EXEC_FAILED
            argv = request.params["argv"]
            os.execve(argv[0], argv, os.environ)  # noqa: S606 - a program is asked for
        assert channel is not None
        code = BROKEN
        code = _work(request, Channel(channel), kinds)
    except MemoryError:
        code = OUT_OF_MEMORY if code == BROKEN else code
    finally:
        os._exit(code)


def _isolate(request: Request, received: Sequence[int], zygote: int) -> int | None:
    """Leave the zygote's group, descriptors and rights; the channel's number."""
    os.setsid()
    die_with_parent(zygote, signal.SIGKILL)
    _default_signals(program=request.kind == EXEC)
    channel = _arrange(request.targets, received)
    os.chdir(request.directory)
    os.nice(request.nice)
    with suppress(OSError):  # Linux: when memory runs out, a job goes first
        Path("/proc/self/oom_score_adj").write_text("500")
    renounce_privileges()
    limits.apply(
        memory=request.memory,
        file_size=request.file_size,
        program=request.kind == EXEC,
    )
    environment = _environment(request)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # whoever asked before the fork got the zygote's
    return channel


def _default_signals(*, program: bool) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if program:  # Python ignores these two; a program should end by them
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    # A platform that stops the machine sends it to everybody; a job that ended by it
    # would look broken to its supervisor, who ends it with SIGKILL anyway.
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGTERM})


def _arrange(targets: Sequence[int], received: Sequence[int]) -> int | None:
    """Put each descriptor at its number, and close all others."""
    channel = max((2, *targets)) + 1
    # First out of the way of all targets, so that none overwrites another.
    sources = [fcntl.fcntl(fd, fcntl.F_DUPFD, channel + 1) for fd in received]
    wanted = dict(zip((*targets, channel), sources, strict=False))
    null = os.open(os.devnull, os.O_RDWR)
    null = fcntl.fcntl(null, fcntl.F_DUPFD, channel + 1)
    for number in range(channel + 1):
        if number in wanted:
            os.dup2(wanted[number], number, inheritable=number != channel)
        elif number <= 2:
            os.dup2(null, number)
        else:
            with suppress(OSError):
                os.close(number)
    for number in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if number > channel:
            with suppress(OSError):  # the listing's own is gone already
                os.close(number)
    return channel if channel in wanted else None


def _environment(request: Request) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    own = {"HOME": request.directory, "TMPDIR": request.directory}
    return {**kept, **own, **request.environment}


def _work(request: Request, channel: Channel, kinds: Mapping[str, str]) -> int:
    try:
        job = resolve(kinds, request.kind)
        fence.install(
            directory=request.directory,
            proxy=request.params.get("proxy"),
            programs=request.params.get("programs"),
            closed=request.params.get("closed"),
        )
        channel.result(job(request.params, channel))
    except MemoryError:
        return OUT_OF_MEMORY
    except BossBotError as error:
        channel.error(error.to_dict())
    except BaseException as error:  # noqa: BLE001 - whatever a library comes up with
        known = _known(error, request)
        detail = "" if not isinstance(known, UnknownError) else _redacted(error)
        channel.error(known.to_dict(), detail=detail)
    return 0


def _known(error: BaseException, request: Request) -> BossBotError:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return FileTooLargeError.of(limit=request.file_size)
    if DiskFullError.explains(error):
        return DiskFullError()
    return UnknownError(exception=type(error).__name__)


def _redacted(error: BaseException) -> str:
    """The end of the traceback for the log: hosts only of URLs, no control codes."""
    text = "".join(traceback.format_exception(error))
    text = _URL_TAIL.sub(r"\1\2/…", text)
    text = "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
    return text[-_DETAIL_LENGTH:]
