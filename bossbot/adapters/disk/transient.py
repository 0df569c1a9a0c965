"""A directory that goes with its process: locked while in use, swept after a crash.

Whoever makes the next one removes those whose holder was killed. Programs that clean
`/tmp` (systemd-tmpfiles) respect the lock as well.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from bossbot.adapters.disk.locks import try_directory
from bossbot.adapters.disk.trash import Trash
from bossbot.settings import SettingsError

LONGEST: Final = 100
"""Bytes of a socket's path: macOS takes 104 with the final zero, Linux 108."""

_PATIENCE: Final = 10.0
"""Seconds for deleting; a hostile tree's rest is left to the next sweep."""
_SOCKETS: Final = "boss-bot-run-"


@dataclass(slots=True)
class TransientDirectory:
    """One of them, held until `remove`.

    Attributes:
        path: Ours alone (mode 0700).
        held: The descriptor of its lock; a child that gets it holds it as well. None
            once it was removed.
    """

    path: Path
    held: int | None

    @classmethod
    def make(cls, prefix: str, base: Path) -> Self:
        """A new one in `base`.

        Raises:
            SettingsError: There is no room, or no right to.
        """
        while True:
            try:
                made = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
            except OSError as error:
                raise SettingsError(
                    f"{base} can't be used ({error.strerror})"
                ) from error
            held = try_directory(made)
            if held is not None:
                return cls(made, held)
            # Another one's sweep took it before it was ours.

    def restore(self) -> None:
        """Make it again if somebody cleaned it away."""
        if os.path.lexists(self.path):
            return
        self.path.mkdir(mode=0o700)
        self._let_go()
        self.held = try_directory(self.path)

    def remove(self) -> None:
        """Delete it, however deep, huge and unreadable its content is. Idempotent."""
        if self.held is None:
            return  # the name may be another one's by now
        trash = Trash(self.path / ".trash")
        with suppress(OSError):
            for entry in list(self.path.iterdir()):
                if entry != trash.path:
                    trash.throw(entry)
            trash.empty(seconds=_PATIENCE)
        shutil.rmtree(self.path, ignore_errors=True)
        self._let_go()

    def _let_go(self) -> None:
        if self.held is not None:
            os.close(self.held)
            self.held = None


def abandoned(prefix: str, base: Path) -> Iterator[TransientDirectory]:
    """Those in `base` whose holder is gone; held by us now, to be removed."""
    for left in base.glob(f"{prefix}*"):
        try:
            if left.lstat().st_uid != os.geteuid():
                continue  # its owner could put anything in its place
            held = try_directory(left)
        except OSError:
            continue
        if held is not None:
            yield TransientDirectory(left, held)


def for_socket(name: str) -> TransientDirectory:
    """A new one in which a socket of this name has a path short enough.

    Raises:
        SettingsError: There is none.
    """
    for base in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108
        if fits(base / f"{_SOCKETS}12345678" / name):
            for left in abandoned(_SOCKETS, base):
                left.remove()
            return TransientDirectory.make(_SOCKETS, base)
    raise SettingsError("TMPDIR: no directory short enough for a socket; set TMPDIR")


def fits(socket: Path) -> bool:
    """Whether a socket can have this path, which the kernel holds to a length."""
    return len(os.fsencode(socket)) <= LONGEST
