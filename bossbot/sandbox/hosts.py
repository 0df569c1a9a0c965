"""The generator of `bossbot/links/hosts.txt`: `python -m bossbot.sandbox.hosts`.

The hosts are those of the tools' own test and example links, because patterns can't be
enumerated. A sub-domain gives way to its parent where the extractor takes any other
sub-domain as well.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

TABLE = Path(__file__).parent.parent / "links" / "hosts.txt"

type Suitable = Callable[[str], bool]

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+")
_STRANGER = "zz-any-zz"
_NOT_SITES = {"generic", "commonmistakes", "unicodebom", "blobie", "directlink"}
_AT_RANDOM = {"nitter"}
"""Extractors whose test links are drawn by lot."""


def render() -> str:
    """The table: a host and the tools (`g`, `y` or `gy`) on each line, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for letter, links in (("g", _gallery_dl()), ("y", _yt_dlp())):
        for link, suitable in links:
            if host := _host(link, suitable):
                found[host].add(letter)
    lines = [
        f"{host} {''.join(sorted(letters))}"
        for host, letters in sorted(found.items())
        if not _has_parent(host, letters, found)
    ]
    return "\n".join(lines) + "\n"


def _yt_dlp() -> Iterator[tuple[str, Suitable]]:
    os.environ["YTDLP_NO_LAZY_EXTRACTORS"] = "1"
    from yt_dlp.extractor import gen_extractor_classes

    for extractor in gen_extractor_classes():
        if extractor.IE_NAME.lower() in _NOT_SITES | _AT_RANDOM:
            continue
        for case in extractor.get_testcases(include_onlymatching=True):
            if extractor.suitable(case["url"]):
                yield case["url"], extractor.suitable


def _gallery_dl() -> Iterator[tuple[str, Suitable]]:
    from gallery_dl.extractor import extractors

    for extractor in extractors():
        if extractor.category in _NOT_SITES:
            continue
        suitable = partial(_fits, extractor.pattern)
        links = [extractor.example]
        links += [root for _, root, _ in getattr(extractor, "instances", ()) if root]
        for link in links:
            yield link, suitable


def _fits(pattern: re.Pattern[str], url: str) -> bool:
    return pattern.match(url) is not None


def _host(link: str, suitable: Suitable) -> str | None:
    """The link's host, or the highest domain all of whose sub-domains fit."""
    if "://" not in link:
        return None
    host = (urlsplit(link).hostname or "").lower().removeprefix("www.")
    if not _HOST.fullmatch(host):
        return None
    labels = host.split(".")
    if len(labels) > 2:
        parent = ".".join(labels[1:])
        if suitable(link.replace(host, f"{_STRANGER}.{parent}", 1)):
            return parent
    return host


def _has_parent(host: str, letters: set[str], found: dict[str, set[str]]) -> bool:
    labels = host.split(".")
    parents = (".".join(labels[start:]) for start in range(1, len(labels) - 1))
    return any(letters <= found.get(parent, set()) for parent in parents)


def main() -> None:
    """Write the table into the source tree."""
    text = render()
    TABLE.write_text(text, "ascii")
    sys.stdout.write(f"{len(text.splitlines())} hosts\n")


if __name__ == "__main__":
    main()
