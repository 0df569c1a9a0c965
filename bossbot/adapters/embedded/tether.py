"""A small program between us and one we start: when we die, it ends.

Usage: python -I -S tether.py {kernel|pipe} SIGNAL PARENT_PID PROGRAM [ARGUMENT…]

`kernel` (Linux): asks the kernel for the signal at the parent's death, and becomes the
program. `pipe` (elsewhere, or started by a thread, whose end Linux would take for the
parent's): stays beside the program and signals it when standard input ends.

Runs as a script without the project; it imports the standard library only.
"""

import ctypes
import os
import select
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1
_LOOK_EVERY = 0.2


def tied(command: list[str], number: signal.Signals) -> tuple[list[str], bool]:
    """The command line that runs a command tied to this process and thread.

    Args:
        command: The program by its path, and its arguments.
        number: What it gets when we end.

    Returns:
        The command line, and whether its standard input must be a pipe that we hold.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    by_kernel = sys.platform == "linux" and in_main_thread
    how = ["kernel" if by_kernel else "pipe", str(int(number)), str(os.getpid())]
    return [sys.executable, "-I", "-S", __file__, *how, *command], not by_kernel


def follow_by_kernel(number: int, parent: int, command: list[str]) -> None:
    """Become the program, to get the signal at the parent's death."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(0)
    os.execv(command[0], command)  # noqa: S606


def follow_by_pipe(number: int, command: list[str]) -> int:
    """Run the program until it ends or standard input does; its exit code."""
    program = os.fork()
    if program == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.execv(command[0], command)  # noqa: S606
    for passed_on in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(passed_on, lambda got, _: os.kill(program, got))
    parent_lives = True
    while True:
        ended, status = os.waitpid(program, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        waiting_for = [0] if parent_lives else []
        if select.select(waiting_for, [], [], _LOOK_EVERY)[0]:
            parent_lives = False
            if number == signal.SIGKILL:  # its children have to go with it
                os.killpg(os.getpgrp(), number)
            os.kill(program, number)


if __name__ == "__main__":
    end_by = int(sys.argv[2])
    if sys.argv[1] == "kernel":
        follow_by_kernel(end_by, int(sys.argv[3]), sys.argv[4:])
    else:
        sys.exit(abs(follow_by_pipe(end_by, sys.argv[4:])))
