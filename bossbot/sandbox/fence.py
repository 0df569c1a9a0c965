"""A second fence around a job's Python code, behind limits and the egress guard.

An audit hook can't be removed again. It sees what goes through the interpreter, not
what a C library does by itself (curl, ffmpeg's protocols): those are held by having
no proxy but the guard's and no right descriptor. What it refuses raises
`PermissionError`, which the libraries take for an ordinary failure.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bossbot.sandbox.paths import Paths
from bossbot.sandbox.programs import Programs

type Rule = Callable[[tuple[Any, ...]], None]

_FAMILIES: Final = frozenset({socket.AF_INET, socket.AF_INET6, socket.AF_UNIX})
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_NEVER: Final = (
    # names are the guard's to resolve: a query is a way out by itself
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.bind",
    "os.fork",
    "os.forkpty",
    "os.system",
    "os.startfile",
    "pty.spawn",
    "webbrowser.open",
    # native calls would walk around this hook
    "ctypes.dlopen",
    "ctypes.dlsym",
    "ctypes.call_function",
    "ctypes.cdata",
    "sqlite3.load_extension",
    "resource.setrlimit",
    "resource.prlimit",
    "syslog.openlog",
)


@dataclass(frozen=True, slots=True)
class Network:
    """The one address a job may connect to, or none.

    Attributes:
        address: Host and port of the egress guard.
    """

    address: tuple[str, int] | None

    @classmethod
    def through(cls, proxy: object) -> Network:
        """The way through a proxy's URL; none if it isn't on loopback."""
        if not isinstance(proxy, str):
            return cls(None)
        try:
            parts = urlsplit(proxy)
            host, port = parts.hostname, parts.port
        except ValueError:
            return cls(None)
        if host not in _LOOPBACK or port is None:
            return cls(None)
        return cls((host, port))

    def rules(self) -> dict[str, Rule]:
        """What of the network is checked."""
        return {
            "socket.__new__": self._create,
            "socket.connect": lambda args: self._reach(args[1]),
            "socket.sendto": lambda args: self._reach(args[1]),
            "socket.sendmsg": self._send,
            "socket.getaddrinfo": self._look_up,
        }

    def _create(self, args: tuple[Any, ...]) -> None:
        family, kind = args[1], args[2]
        if family not in _FAMILIES and family != -1:
            raise PermissionError(f"sandbox: no sockets of family {family}")
        if kind == socket.SOCK_RAW:
            raise PermissionError("sandbox: no raw sockets")

    def _reach(self, address: object) -> None:
        if self.address is None or not isinstance(address, tuple):
            raise PermissionError("sandbox: no way out")
        if tuple(address[:2]) != self.address:
            raise PermissionError("sandbox: only the egress guard may be reached")

    def _send(self, args: tuple[Any, ...]) -> None:
        if args[1] is not None:
            self._reach(args[1])

    def _look_up(self, args: tuple[Any, ...]) -> None:
        host = args[0].decode() if isinstance(args[0], bytes) else args[0]
        if self.address is None or host != self.address[0]:
            raise PermissionError("sandbox: names are resolved by the egress guard")


def install(
    *, directory: str, proxy: object, programs: object, closed: object = None
) -> None:
    """Put the fence up, for the rest of this process' life.

    Args:
        directory: The only place below which files may be written or removed.
        proxy: The egress guard's URL; anything else means no network.
        programs: The absolute paths of the programs that may be started.
        closed: The absolute paths of directories of which no text may be read.
    """
    rules: dict[str, Rule] = {
        **dict.fromkeys(_NEVER, _refuse),
        **Network.through(proxy).rules(),
        **Paths(directory, closed).rules(),
        **Programs.allowing(programs).rules(),
    }
    find = rules.get

    def check(event: str, args: tuple[Any, ...]) -> None:
        rule = find(event)
        if rule is not None:
            rule(args)

    sys.addaudithook(check)


def _refuse(_args: tuple[Any, ...]) -> None:
    raise PermissionError("sandbox: not in a job")
