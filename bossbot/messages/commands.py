"""Answers to commands that were not taken: what was wrong, and how it goes right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from bossbot.errors import BossBotError
from bossbot.messages.catalogue import DL, DLR, DLT
from bossbot.messages.command import Command
from bossbot.messages.errors import explain
from bossbot.messages.neutral import code
from bossbot.messages.reasons import PLATFORMS
from bossbot.models import Priority


class PlatformLink(Protocol):
    """A link, as far as these texts go."""

    @property
    def url(self) -> str:
        """As it is fetched."""
        ...

    @property
    def platform(self) -> str:
        """Whose it is."""
        ...


SLASH: Final = "/"
"""Stands where a prefix would, for those who use slash commands."""

_PLATFORMS: Final = {DLT.name: "twitter", DLR.name: "reddit"}
"""The only one whose links a command takes."""


def command_for(platform: str) -> Command:
    """The command that is right for a platform's links."""
    return next((one for one in (DLT, DLR) if _PLATFORMS[one.name] == platform), DL)


def strangers[L: PlatformLink](links: Sequence[L], command: Command) -> list[L]:
    """The links that a command doesn't take, for another one does."""
    only = _PLATFORMS.get(command.name)
    return [link for link in links if only not in (None, link.platform)]


def usage(command: Command, prefix: str) -> str:
    """How a command that takes links is used, with an example.

    Args:
        command: Which one.
        prefix: What stands before it; `SLASH` for who uses slash commands.
    """
    if not command.name:
        return "Example: a message with a link to a post."
    name, example = f"{prefix}{command.name}", command.examples[0]
    if prefix != SLASH:
        return f"Usage: `{name} {command.usage}`\nExample: `{name} {example}`"
    name, link = f"{SLASH}{command.slash}", example.split()[0]
    return f"Usage: `{name} {command.slash_usage}`\nExample: `{name} url:{link}`"


def called(command: Command, prefix: str) -> str:
    """A command as it is written behind a prefix, or `SLASH`."""
    return f"`{prefix}{command.slash if prefix == SLASH else command.name}`"


def no_link(command: Command, prefix: str) -> str:
    """A command without a link."""
    return f"🔗 There is no link in your command.\n{usage(command, prefix)}"


def bad_word(word: str, command: Command, prefix: str) -> str:
    """A word beside the links that means nothing here."""
    unknown = code(word, length=40)
    return f"❓ I don't know the word {unknown}.\n{usage(command, prefix)}"


def wrong_command(links: Sequence[PlatformLink], command: Command, prefix: str) -> str:
    """Links of other platforms than the command's, with the commands that take them."""
    mine = PLATFORMS[_PLATFORMS[command.name]]
    right: dict[str, list[str]] = {}
    for link in links:
        name = called(command_for(link.platform), prefix)
        right.setdefault(name, []).append(code(link.url))
    lines = [f"🧭 {called(command, prefix)} is for {mine} links."]
    lines += [f"Use {name} for {', '.join(of)}" for name, of in right.items()]
    return "\n".join(lines)


def platform_denied(links: Sequence[PlatformLink]) -> str:
    """Links of platforms that a server doesn't take."""
    named = dict.fromkeys(PLATFORMS.get(link.platform, "that site") for link in links)
    return (
        f"🚫 This server doesn't take links from {', '.join(named)}.\n"
        "Whoever has **Manage Server** can change that."
    )


def too_many_links(most: int, command: Command, prefix: str) -> str:
    """More links than one command may have."""
    said = f"🔗 That's too many links: at most {most} in one command."
    return f"{said}\n{usage(command, prefix)}"


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


def priority_is_not_yours(wanted: Priority, given: Priority) -> str:
    """A priority that the member doesn't have, and the one they get."""
    why = f"`{wanted}` isn't for your roles here"
    if wanted is Priority.HIGH and given is Priority.NORMAL:
        why = "`high` is for premium members"
    return f"ℹ️ {why}: this goes with priority `{given}`."


def busy() -> str:
    """The queue can't be reached for the moment."""
    return "⏳ I'm busy for a moment. Please try again in a minute; nothing is lost."


def broken(receipt: str, support_url: str | None) -> str:
    """An accident on our side; the receipt's id stands in the log and in Sentry."""
    support = f"\nSupport: <{support_url}>" if support_url else ""
    return f"❓ Something went wrong on my side. Receipt `{receipt}`{support}"


def no_link_there() -> str:
    """The menu was used on a message without a link."""
    return "🔗 There is no link in that message. Choose one with a link to a post."


def please_wait() -> str:
    """For one who goes on after having been told why not."""
    return "⏳ Please wait a moment."
