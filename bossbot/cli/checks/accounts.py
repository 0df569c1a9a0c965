"""Cookie files: what each site is shown, until when, and what is wrong with it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bossbot.adapters.cookies import CookieStore, Jar, JarError, is_name, read
from bossbot.adapters.javascript import deno
from bossbot.cli.checks.finding import Area, Finding
from bossbot.cli.checks.programs import INSTALL_DENO
from bossbot.links.platforms import DOMAINS, platform_of
from bossbot.messages.neutral import clean
from bossbot.models import OTHER
from bossbot.settings import Settings

_ACCOUNTS: Final = Area(name="Accounts")
_EXPORT: Final = "Log in again, and export this site's cookies (Netscape format) to {}."
_ALONE: Final = "Export the cookies of this site alone to {}."
_DENO: Final = f"{INSTALL_DENO[:-1]}, or take {{}} away."
_FAULTS: Final = {
    "unreadable": "Let this user read {} (and nobody else).",
    "too large": _ALONE,
    "no text": _EXPORT,
    "not Netscape": _EXPORT,
    "no cookies": _EXPORT,
}


async def accounts(settings: Settings) -> AsyncIterator[Finding]:
    """The cookies of each platform, and of the other sites that have a file."""
    if settings.cookies_dir is None:
        yield _ACCOUNTS.ok("cookies", "none: BOSS_BOT_COOKIES_DIR is not set")
        return
    directory = settings.cookies_dir.expanduser()
    if not directory.is_dir():
        yield _ACCOUNTS.missing(
            "cookies",
            f"{directory} is no directory",
            "Point BOSS_BOT_COOKIES_DIR at one with files like twitter.txt.",
        )
    else:
        for finding in _files(directory, CookieStore.of(settings)):
            yield finding


def _files(directory: Path, store: CookieStore) -> Iterator[Finding]:
    found = {path.stem for path in directory.glob("*.txt")}
    platforms = list(dict.fromkeys(DOMAINS.values()))
    for name in [*platforms, *sorted(filter(is_name, found.difference(platforms)))]:
        yield _site(directory, name, store)
    for name in sorted(found):
        if not is_name(name):
            yield _ACCOUNTS.warning(
                "cookies",
                f"{clean(name, 60)}.txt is no site's, and never used",
                _right_name(name, platforms),
            )


def _right_name(name: str, platforms: Sequence[str]) -> str:
    platform = platform_of(name)
    if platform != OTHER:
        return f"Name it {platform}.txt."
    known = ", ".join(platforms)
    return f"Name it after one of {known}, or another site's domain (vimeo.com.txt)."


def _site(directory: Path, name: str, store: CookieStore) -> Finding:
    try:
        jar = read(directory, name)
    except FileNotFoundError:
        return _ACCOUNTS.ok(name, "no cookies")
    except JarError as error:
        return _ACCOUNTS.missing(
            name,
            f"{error.path.name} can't be used: {error.fault}",
            _FAULTS[error.fault].format(error.path),
        )
    copy = store.copy(jar)
    cookies, renewed = (jar.cookies, "") if copy is None else (copy, ", renewed since")
    now = time.time()
    ends = [one.expires for one in cookies if not one.is_expired(now)]
    if not ends:
        text = f"{_counted(len(cookies), 'cookie')}, expired"
        return _ACCOUNTS.warning(name, text, _EXPORT.format(jar.path))
    text = f"{_counted(len(ends), 'cookie')}{_until(ends)}{renewed}"
    problem = _odd(jar)
    if problem is not None:
        what, fix = problem
        return _ACCOUNTS.warning(name, f"{text}; {what}", fix)
    return _ACCOUNTS.ok(name, text)


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def _until(ends: Sequence[int]) -> str:
    """From when on they expire; those of a browser's session never do by themselves."""
    dated = sorted(end for end in ends if end)
    if not dated:
        return ""
    first, last = _day(dated[0]), _day(dated[-1])
    return f", until {first}" + ("" if first == last else f" (the last until {last})")


def _day(instant: int) -> str:
    try:
        return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError):
        return "the end of time"


def _odd(jar: Jar) -> tuple[str, str] | None:
    """What is to be put right in a file that can be used, and how."""
    if jar.name == "youtube" and deno() is None:
        return "of no use without Deno: every video would fail", _DENO.format(jar.path)
    if jar.shared:
        return "others may read them", f"chmod 600 {jar.path}"
    if jar.foreign:
        number = len(jar.foreign)
        sites = "another site" if number == 1 else f"{number} other sites"
        return f"those of {sites} are left out", _ALONE.format(jar.path)
    if jar.broken:
        return _counted(jar.broken, "broken line"), _EXPORT.format(jar.path)
    return None
