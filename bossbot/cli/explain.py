"""`bossbot explain`: whose link it is, and by which tool; nothing is fetched."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO, Final

import click

from bossbot.cli.exits import Exit
from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap
from bossbot.messages.neutral import clean
from bossbot.messages.shell import explain_in_shell
from bossbot.settings import Settings

_LONGEST_LINE: Final = 1 << 16
"""Bytes of an input line that are looked at; far more than any link has."""

_OURS: Final = frozenset({"known", "short"})
"""Fields of an explanation that are for people only."""
_UNKNOWN: Final = "  (unknown site: the tools will try)"
_SHORT: Final = "  (short link: where it leads decides)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One line of input, explained.

    Attributes:
        known: Whether the site is known to a tool; not part of the JSON.
        short: Whether it leads to another link, which tells the tool; likewise.
        tool: The one that is tried first.
        error: `code` and `message`, where the link is refused.
    """

    input: str
    accepted: bool
    known: bool = False
    short: bool = False
    platform: str | None = None
    tool: str | None = None
    canonical: str | None = None
    error: dict[str, str] | None = None

    def to_json(self) -> str:
        """One line, plain ASCII, whatever the input holds."""
        shown = {k: v for k, v in asdict(self).items() if k not in _OURS}
        return json.dumps(shown)


def explain(text: str, *, allow: Collection[str] = ()) -> Explanation:
    """Explain one line.

    Args:
        text: A link, or a text around one.
        allow: The setting `EGRESS_ALLOW`.
    """
    try:
        link = parse(unwrap(text), allow=allow)
    except BossBotError as error:
        return _refused(text, error)
    return _taken(text, link)


def _taken(text: str, link: Link) -> Explanation:
    return Explanation(
        input=text,
        accepted=True,
        known=link.known,
        short=link.short,
        platform=link.platform,
        tool=link.tools[0],
        canonical=link.canonical,
    )


def _refused(text: str, error: BossBotError) -> Explanation:
    words = explain_in_shell(error)
    message = f"{words.text} {words.next_step}".strip()
    return Explanation(
        input=text, accepted=False, error={"code": error.code, "message": message}
    )


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream as they come, each cut at a length no link reaches."""
    while line := stream.readline(_LONGEST_LINE):
        whole = line.endswith(b"\n")
        yield line.rstrip(b"\r\n").decode("utf-8", "replace")
        while not whole and (rest := stream.readline(_LONGEST_LINE)):
            whole = rest.endswith(b"\n")


def _inputs(links: Iterable[str]) -> Iterator[str]:
    for link in links:
        if link == "-":
            yield from _lines(sys.stdin.buffer)
        else:
            yield link


def _row(found: Explanation) -> str:
    """An explanation for a terminal, which nothing in the input can control."""
    if found.error is not None:
        mark, shown = click.style("✗", fg="red"), clean(found.input, 200)
        return (
            f"{mark} {found.error['code']:<20} {shown or '-'}  {found.error['message']}"
        )
    sure = found.known and not found.short
    note = "" if sure else _SHORT if found.short else _UNKNOWN
    mark = click.style("✓", fg="green" if sure else "yellow")
    return f"{mark} {found.platform:<9} {found.tool:<10} {found.canonical}{note}"


@click.command(
    epilog="""\b
Example:
  bossbot explain https://x.com/nasa/status/1 "look: <https://youtu.be/abc>"
  bossbot explain --json - < links.txt

\b
Exit codes:
  0    all links were accepted
  1    some were refused
  2    all were refused, or the usage is wrong
  3    a setting is wrong"""
)
@click.argument("links", metavar="URL...|-", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One object per line.")
def command(links: tuple[str, ...], as_json: bool) -> None:
    """Say whether links would be taken, whose they are, and by which tool.

    Nothing is fetched. `-` reads links from the standard input, one per line; each line
    gets one answer, in order. An accepted link of an unknown site may still turn out to
    hold no media.
    """
    allow = Settings.load().egress_allow
    taken = refused = 0
    for text in _inputs(links):
        found = explain(text, allow=allow)
        taken, refused = taken + found.accepted, refused + (not found.accepted)
        click.echo(found.to_json() if as_json else _row(found))
    some = Exit.SOME_FAILED if taken else Exit.BAD_USAGE
    raise SystemExit(some if refused else Exit.DONE)
