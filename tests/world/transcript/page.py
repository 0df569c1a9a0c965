"""`docs/transcript.md`: chapters of scenes, read and written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[3] / "docs" / "transcript.md"
UPDATES: Final = "UPDATE_DOCS" in os.environ
"""Whether the tests write what they hear, in place of comparing it."""
_HEAD: Final = """\
# Conversations

How the bot talks. A test writes this page
(`UPDATE_DOCS=1 uv run pytest tests/integration/bot/test_transcript.py`): the real bot
answered all of it, on a real queue, before a stand-in of Discord; the workers alone
were played. Ids, times and versions are evened out, and of a message that is edited
often only some states are shown.

Ann, Ben and Cleo are members, Mo is a moderator, Max manages the server, Olga owns the
bot.
"""


def chapter(name: str) -> str:
    """A chapter as the page has it; empty where it has none."""
    return _chapters().get(name, "")


def write(chapters: Mapping[str, str], order: list[str]) -> None:
    """Put these chapters in the place of the page's, in that order."""
    known = _chapters() | chapters
    parts = [f"## {name}\n\n{known[name]}\n" for name in order if name in known]
    PAGE.write_text("\n".join([_HEAD, *parts]))


def _chapters() -> dict[str, str]:
    if not PAGE.exists():
        return {}
    found = PAGE.read_text().split("\n## ")[1:]
    pairs = (part.partition("\n") for part in found)
    return {name: text.strip() for name, _, text in pairs}
