"""An error and everything it was made of: both libraries wrap and rewrap theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def walk(error: BaseException) -> Iterator[BaseException]:
    """An error and everything it was made of, outermost first, each once."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        info = getattr(one, "exc_info", None)
        waiting += [info[1] if isinstance(info, tuple) and len(info) > 1 else None]
        waiting += [getattr(one, name, None) for name in ("cause", "reason")]
        waiting += [one.__cause__, *one.args]
        waiting += [] if one.__suppress_context__ else [one.__context__]
