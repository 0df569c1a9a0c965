"""The findings as a table for people, or as JSON."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Final

import click

from bossbot.cli.checks.configuration import Setting
from bossbot.cli.checks.finding import Finding

_MARKS: Final = {
    "ok": ("✓", "green"),
    "warning": ("!", "yellow"),
    "missing": ("✗", "red"),
}
_NAME: Final = 15
_WIDEST: Final = 100


def as_json(settings: Sequence[Setting], findings: Sequence[Finding]) -> str:
    """One object: `ok`, `settings`, `checks`."""
    return json.dumps(
        {
            "ok": not any(finding.status == "missing" for finding in findings),
            "settings": [asdict(setting) for setting in settings],
            "checks": [asdict(finding) for finding in findings],
        },
        indent=2,
    )


def as_text(settings: Sequence[Setting], findings: Sequence[Finding]) -> str:
    """The settings, the findings by area, and one sentence that sums them up."""
    shown = [*_settings(settings), ""] if settings else []
    return "\n".join([*shown, *_table(findings), _sum(findings)])


def _settings(settings: Sequence[Setting]) -> list[str]:
    """What is set, and the rest dimmed."""
    width = max(len(setting.name) for setting in settings)
    lines = [click.style("Settings", bold=True)]
    for setting in settings:
        default = setting.source == "default"
        value = "-" if setting.value is None else setting.value
        origin = "" if default else f"  ({setting.source})"
        line = f"  {setting.name:<{width}}  {value}{origin}"
        lines.append(click.style(line, dim=True) if default else line)
    return lines


def _table(findings: Sequence[Finding]) -> list[str]:
    lines: list[str] = []
    for area, group in groupby(findings, key=lambda finding: finding.area):
        lines.append(click.style(area, bold=True))
        for finding in group:
            lines.extend(_rows(finding))
        lines.append("")
    return lines


def _rows(finding: Finding) -> Iterator[str]:
    sign, colour = _MARKS[finding.status]
    head = f"  {click.style(sign, fg=colour)} {finding.name:<{_NAME}} "
    first, *rest = _wrapped(finding.text)
    yield head + first
    indent = " " * (_NAME + 5)
    yield from (indent + line for line in rest)
    if finding.fix:
        first, *rest = _wrapped(f"→ {finding.fix}")
        yield indent + click.style(first, fg=colour)
        yield from (indent + "  " + click.style(line, fg=colour) for line in rest)


def _wrapped(text: str) -> list[str]:
    columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    return textwrap.wrap(
        text,
        max(30, columns - _NAME - 8),
        break_long_words=False,  # links stay whole
        break_on_hyphens=False,
    ) or [""]


def _sum(findings: Sequence[Finding]) -> str:
    missing = sum(finding.status == "missing" for finding in findings)
    warnings = sum(finding.status == "warning" for finding in findings)
    to_note = f"; {warnings} to note (!)" if warnings else ""
    if missing:
        return click.style(
            f"✗ {missing} missing or wrong{to_note}", fg="red", bold=True
        )
    return click.style(f"✓ Nothing is missing{to_note}", fg="green", bold=True)
