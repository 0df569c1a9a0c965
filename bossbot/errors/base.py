"""What all errors of this project have in common: a code, data, and how they travel."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Final


class BossBotError(Exception):
    """The root of every error this project raises on purpose.

    Attributes:
        code: The stable name used in records, logs, metrics and `--json`.
        permanent: Whether trying the same thing again is pointless.
        data: What the sentence needs, JSON-serialisable, free of secrets and paths.
        retry_after: Seconds the other side asked us to wait, where it did.
    """

    code: ClassVar[str] = "unknown"
    permanent: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        # One that only refines another, with its code, is that other one in a record.
        _KINDS.setdefault((cls.code, cls.permanent), cls)

    def __init__(self, *, retry_after: float | None = None, **data: Any) -> None:
        self.data = data
        self.retry_after = retry_after
        facts = ", ".join(f"{name}={value}" for name, value in data.items())
        super().__init__(f"{self.code}({facts})")

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON: `code`, `permanent`, `retry_after` and `data`."""
        return {
            "code": self.code,
            "permanent": self.permanent,
            "retry_after": self.retry_after,
            "data": self.data,
        }

    @staticmethod
    def from_dict(value: dict[str, Any]) -> BossBotError:
        """The error that `to_dict` wrote; a code of a newer version is unknown."""
        unknown = _KINDS["unknown", False]
        key = (str(value.get("code")), bool(value.get("permanent")))
        kind = _KINDS.get(key, unknown)
        return kind(retry_after=value.get("retry_after"), **value.get("data") or {})

    def __reduce__(self) -> tuple[Any, ...]:
        return (partial(type(self), retry_after=self.retry_after, **self.data), ())


_KINDS: Final[dict[tuple[str, bool], type[BossBotError]]] = {}
"""Every kind by what a record says of it."""
