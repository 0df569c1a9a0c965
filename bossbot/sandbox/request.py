"""The zygote's view of a request: checked, for the other end may be anything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bossbot.sandbox.protocol import EXEC, MAX_DESCRIPTOR_NUMBER, MAX_DESCRIPTORS


class Malformed(Exception):
    """Not a request; the sender is told no more than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A `JobSpec` as it arrived.

    Attributes:
        targets: The numbers its descriptors get, in the order they were sent.
    """

    kind: str
    params: dict[str, Any]
    directory: str
    memory: int
    file_size: int
    targets: tuple[int, ...]
    environment: dict[str, str]
    nice: int

    @property
    def expected_descriptors(self) -> int:
        """The targets and, except for `exec`, the channel."""
        return len(self.targets) + (self.kind != EXEC)


def parse(line: bytes) -> Request:
    """Read a request line.

    Raises:
        Malformed: It is none.
    """
    try:
        value = json.loads(line)
        request = Request(
            kind=_typed(value["kind"], str),
            params=_typed(value["params"], dict),
            directory=_typed(value["directory"], str),
            memory=_positive(value["memory"]),
            file_size=_positive(value["file_size"]),
            targets=tuple(_typed(n, int) for n in _typed(value["descriptors"], list)),
            environment={
                name: _typed(text, str)
                for name, text in _typed(value["environment"], dict).items()
            },
            nice=_typed(value["nice"], int),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed(type(error).__name__) from None
    _check(request)
    return request


def _check(request: Request) -> None:
    targets = request.targets
    if len(targets) > MAX_DESCRIPTORS or len(set(targets)) < len(targets):
        raise Malformed("descriptors")
    if any(not 0 <= number <= MAX_DESCRIPTOR_NUMBER for number in targets):
        raise Malformed("descriptors")
    if not request.directory.startswith("/"):
        raise Malformed("directory")
    if request.kind == EXEC:
        argv = request.params.get("argv")
        if not isinstance(argv, list) or not all(isinstance(a, str) for a in argv):
            raise Malformed("argv")
        if not argv or not argv[0].startswith("/"):
            raise Malformed("argv")


def _typed[T](value: object, kind: type[T]) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError
    return value


def _positive(value: object) -> int:
    number = _typed(value, int)
    if number <= 0:
        raise ValueError
    return number
