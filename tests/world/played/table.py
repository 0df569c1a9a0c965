"""The table of `docs/sources.md`: one row a played-back link."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

from tests.world.played.case import Case

PAGE: Final = Path(__file__).parents[3] / "docs" / "sources.md"
HEAD: Final = "| platform | what | link | result |\n|---|---|---|---|\n"
NAMES: Final = {
    "twitter": "Twitter/X",
    "reddit": "Reddit",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "imgur": "imgur",
    "bluesky": "Bluesky",
    "other": "other sites",
}
UPDATES: Final = "UPDATE_DOCS" in os.environ
"""Whether the tests write the rows they find, in place of comparing them."""


def fetched(tool: str | None, kinds: list[str], skipped: list[str]) -> str:
    """The result of a link that became files."""
    files = ", ".join(
        f"{number} {kind}{'s' if number > 1 and kind != 'audio' else ''}"
        for kind, number in Counter(kinds).items()
    )
    left_out = f"; left out: {', '.join(f'`{one}`' for one in skipped)}"
    return f"{files} by {tool}{left_out if skipped else ''}"


def refused(code: str, reason: object, retry_after: float | None) -> str:
    """The result of a link that ended with an error."""
    why = f" ({reason})" if reason else ""
    wait = "" if retry_after is None else f", again after {retry_after:g} s"
    return f"`{code}`{why}{wait}"


def row(case: Case, result: str) -> str:
    """A row of the table."""
    return f"| {NAMES[case.platform]} | {case.name} | `{case.url}` | {result} |"


def rows() -> list[str]:
    """The rows of the page as it is."""
    table = PAGE.read_text().partition(HEAD)[2]
    return table.partition("\n\n")[0].splitlines()


def write(new: list[str]) -> None:
    """Put these rows in the place of the page's."""
    before, head, after = PAGE.read_text().partition(HEAD)
    rest = after.partition("\n\n")[2]
    PAGE.write_text(f"{before}{head}{'\n'.join(new)}\n\n{rest}".rstrip("\n") + "\n")


def key(line: str) -> tuple[str, ...]:
    """A row's platform and what it shows: what names it among all."""
    return tuple(line.split(" | ")[:2])
