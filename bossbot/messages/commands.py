"""Answers to commands that were not taken: what was wrong, and how it goes right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bossbot.errors import BossBotError
from bossbot.messages.errors import explain
from bossbot.messages.neutral import code
from bossbot.messages.reasons import PLATFORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadCommand:
    """One of the commands that take links.

    Attributes:
        name: Without the prefix.
        platform: The only one whose links it takes; None where it takes all.
        example: What may stand behind its name.
    """

    name: str
    platform: str | None = None
    example: str


DL: Final = DownloadCommand(
    name="dl", example="https://www.reddit.com/r/aww/comments/1abc2d/ audio"
)
DLT: Final = DownloadCommand(
    name="dlt", platform="twitter", example="https://x.com/nasa/status/1234567890 high"
)
DLR: Final = DownloadCommand(
    name="dlr",
    platform="reddit",
    example="https://www.reddit.com/r/aww/comments/1abc2d/",
)


def command_for(platform: str) -> DownloadCommand:
    """The command that is right for a platform's links."""
    return next((one for one in (DLT, DLR) if one.platform == platform), DL)


def usage(command: DownloadCommand, prefix: str) -> str:
    """How a command is used, with an example."""
    name = f"{prefix}{command.name}"
    return (
        f"Usage: `{name} <url…> [low|normal|high] [best|audio|video|smallest]`\n"
        f"Example: `{name} {command.example}`"
    )


def no_link(command: DownloadCommand, prefix: str) -> str:
    """A command without a link."""
    return f"🔗 There is no link in your command.\n{usage(command, prefix)}"


def bad_word(word: str, command: DownloadCommand, prefix: str) -> str:
    """A word beside the links that means nothing here."""
    unknown = code(word, length=40)
    return f"❓ I don't know the word {unknown}.\n{usage(command, prefix)}"


def wrong_command(
    links: Sequence[tuple[str, str]], command: DownloadCommand, prefix: str
) -> str:
    """Links of other platforms than the command's, with the commands that take them.

    Args:
        links: Each with its platform.
        command: The one that was used.
        prefix: What stands before a command.
    """
    mine = PLATFORMS[command.platform or ""]
    right: dict[str, list[str]] = {}
    for link, platform in links:
        right.setdefault(command_for(platform).name, []).append(code(link))
    lines = [f"🧭 `{prefix}{command.name}` is for {mine} links."]
    lines += [f"Use `{prefix}{name}` for {', '.join(of)}" for name, of in right.items()]
    return "\n".join(lines)


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
