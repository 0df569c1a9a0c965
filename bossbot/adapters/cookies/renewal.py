"""What a job says its cookies are now, and how much of that is taken over.

The job may be in a stranger's hands. It may renew what it was given, and add what a
site sets for the same hosts; it can't take a cookie away, widen one, or send it
unencrypted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bossbot.adapters.cookies.jar import MOST_COOKIES
from bossbot.adapters.cookies.netscape import Cookie, parse
from bossbot.adapters.cookies.scope import is_within

MOST_CHARACTERS: Final = 256 * 1024
_MOST_IN_ALL: Final = 64 * 1024
"""Characters of a jar that may grow; no server takes headers of that size."""


def changes(claim: object, given: Iterable[Cookie]) -> tuple[Cookie, ...]:
    """What a job claims to have been told by the site, as far as it may be so.

    Args:
        claim: A Netscape text, as the job sent it; anything else is nothing.
        given: The cookies the job got.
    """
    if not isinstance(claim, str) or len(claim) > MOST_CHARACTERS:
        return ()
    before = {one.key: one for one in given}
    scopes = {(one.domain, one.below) for one in before.values()}
    secured = {(one.domain, one.name) for one in before.values() if one.secure}
    return tuple(
        one
        for one in parse(claim).cookies[:MOST_COOKIES]
        if one != before.get(one.key)
        and _is_inside(one, scopes)
        and (one.secure or (one.domain, one.name) not in secured)
    )


def merged(
    kept: Iterable[Cookie], changed: Iterable[Cookie], now: float
) -> tuple[Cookie, ...]:
    """The jar with what changed, for the next fetch.

    Only changes are put in: what another fetch renewed meanwhile stays. One that the
    site ended is left as it was, for then it was the account's file that ended it, or
    a job that lies.
    """
    jar = {one.key: one for one in kept}
    size = sum(map(_size, jar.values()))
    for one in changed:
        before = jar.get(one.key)
        more = _size(one) - (_size(before) if before else 0)
        room = before is not None or len(jar) < MOST_COOKIES
        if room and size + more <= _MOST_IN_ALL and not one.is_expired(now):
            jar[one.key] = one
            size += more
    return tuple(jar.values())


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value)


def _is_inside(cookie: Cookie, scopes: set[tuple[str, bool]]) -> bool:
    """Whether no host would get it that got none of the operator's."""
    if (cookie.domain, cookie.below) in scopes:
        return True
    return is_within(cookie.domain, {domain for domain, below in scopes if below})
