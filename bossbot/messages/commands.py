"""Answers to commands that were not taken: what was wrong, and how it goes right."""

from __future__ import annotations

from collections.abc import Sequence

from bossbot.errors import BossBotError
from bossbot.messages.errors import explain
from bossbot.messages.neutral import code


def usage(prefix: str) -> str:
    """How `dl` is used, with an example."""
    return (
        f"Usage: `{prefix}dl <url…> [low|normal|high] [best|audio|video|smallest]`\n"
        f"Example: `{prefix}dl https://www.reddit.com/r/aww/comments/1abc2d/ audio`"
    )


def no_link(prefix: str) -> str:
    """A command without a link."""
    return f"🔗 There is no link in your command.\n{usage(prefix)}"


def bad_word(word: str, prefix: str) -> str:
    """A word beside the links that means nothing here."""
    return f"❓ I don't know the word {code(word, length=40)}.\n{usage(prefix)}"


def too_many_links(most: int) -> str:
    """More links than one command may have."""
    return f"🔗 That's too many links: at most {most} in one command."


def refused(refusals: Sequence[tuple[str, BossBotError]]) -> str:
    """Links that were not taken, with reason and next step; equal ones together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for link, error in refusals:
        words = explain(error)
        alike.setdefault((words.title, words.text), []).append(code(link))
    lines = [
        f"❌ **{title}**: {', '.join(links)}\n{text}"
        for (title, text), links in alike.items()
    ]
    steps = dict.fromkeys(explain(error).next_step for _, error in refusals)
    return "\n".join(line for line in [*lines, *steps] if line)[:2000]


def high_is_not_yours() -> str:
    """A priority that the member's level doesn't have."""
    return "ℹ️ `high` is for premium members: this goes with priority `normal`."


def only_in_servers() -> str:
    """A download asked for in a direct message."""
    return "📨 Downloads work in servers only: I post the media into the channel."


def broken() -> str:
    """An accident on our side."""
    return "❓ Something went wrong on my side. Please try again in a minute."
