"""A measured figure, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HEAD = ("figure", "value", "baseline", "ratio", "goal", "met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Attributes:
        unit: Of `value` and `baseline`.
        baseline: What the same work took without us, where there is such a thing.
        goal: For the ratio where there is a baseline, else for the value.
        better: Whether more or less of it is better.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    goal: float | None = None
    better: Literal["more", "less"] = "less"

    @property
    def ratio(self) -> float | None:
        """The value in units of the baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        measured = self.value if self.ratio is None else self.ratio
        return measured <= self.goal if self.better == "less" else measured >= self.goal

    def row(self) -> tuple[str, ...]:
        """The cells of `HEAD`."""
        sign = "≤" if self.better == "less" else "≥"
        times = "" if self.ratio is None else "×"
        baseline = "" if self.baseline is None else f"{self.baseline:.4g} {self.unit}"
        return (
            self.name,
            f"{self.value:.4g} {self.unit}",
            baseline,
            "" if self.ratio is None else f"{self.ratio:.3g} ×",
            "" if self.goal is None else f"{sign} {self.goal:g} {times}".rstrip(),
            {None: "", True: "yes", False: "NO"}[self.met],
        )


def table(figures: Sequence[Figure]) -> str:
    """All of them as text, in columns."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
