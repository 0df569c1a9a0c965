"""`python -m bossbot.sandbox`: the zygote as a program, started by its launcher.

It is exec'd, not forked, with an environment made from scratch, and standard input
as the lifeline to its launcher: see `bossbot.adapters.zygote`.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from bossbot.kernel import adopt_orphans, die_with_parent
from bossbot.sandbox.jobs import prepare
from bossbot.sandbox.leftovers import end_leftovers
from bossbot.sandbox.zygote import Zygote


def main() -> int:
    """Listen, import everything the jobs need, serve.

    Returns:
        0 after an orderly end, 3 if the launcher was gone before we were ready.
    """
    arguments = _arguments()
    try:
        die_with_parent(arguments.parent, signal.SIGTERM)
    except ProcessLookupError:
        return 3
    adopt_orphans()
    end_leftovers()
    listener = _listen(arguments.socket)  # first: who connects now is served later
    kinds: Mapping[str, str] = import_module(arguments.jobs).KINDS
    _preload(kinds)
    try:
        Zygote(
            listener=listener,
            kinds=kinds,
            launcher=arguments.parent,
            lifeline=sys.stdin.fileno(),
        ).run()
    finally:
        _tidy(Path(arguments.socket), launcher=arguments.parent)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bossbot.sandbox")
    parser.add_argument("--socket", required=True, help="path to listen on")
    parser.add_argument("--parent", required=True, type=int, help="the launcher's pid")
    parser.add_argument("--jobs", default="bossbot.sandbox.jobs", help="kinds' module")
    return parser.parse_args()


def _listen(path: str) -> socket.socket:
    with suppress(FileNotFoundError):  # a predecessor's that was killed
        Path(path).unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        listener.bind(path)
    finally:
        os.umask(mask)
    listener.listen(128)
    return listener


def _tidy(path: Path, *, launcher: int) -> None:
    """Take the socket away, and its directory if nobody is left who would."""
    with suppress(OSError):
        path.unlink()
        if os.getppid() != launcher:
            path.parent.rmdir()


def _preload(kinds: Mapping[str, str]) -> None:
    """Import once what every job would import, and keep its pages shared."""
    sys.dont_write_bytecode = True
    for kind in kinds:
        try:
            prepare(kinds, kind)
        except ImportError as error:
            print(f"sandbox: no {kind} jobs: {error}", file=sys.stderr)  # noqa: T201
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
