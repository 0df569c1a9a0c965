"""When the other tool is worth a try, and which of two failures is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bossbot.errors import (
    BossBotError,
    InvalidFileError,
    LoginRequiredError,
    PermissionDeniedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.links import Link, has_extractor

_WEB_PAGE: Final = "web_page"
"""Where a file was to be: the other tool may find what is shown on it."""


def curable(error: BossBotError, link: Link, other: str) -> bool:
    """Whether another tool may get past an error, since it asks in another way.

    What lies in the site's network, the media or ourselves is the same for both: a
    connection that breaks, a rate limit, what is gone, too large, blocked in a country,
    empty, live or protected. A tool that only searches pages would find those of the
    login, and take what is shown there for the media.

    Args:
        error: What the first tool ended with.
        link: What it was asked for.
        other: The tool that would be next.
    """
    match error:
        case LoginRequiredError():
            return has_extractor(other, link.platform, link.host)
        case InvalidFileError():
            return error.data.get("reason") == _WEB_PAGE
        case UnknownError():
            # A fault of the library; its subclasses are faults of the sandbox.
            return type(error) is UnknownError
        case _:
            return isinstance(error, (PermissionDeniedError, UnsupportedUrlError))


def most_telling(errors: Iterable[BossBotError]) -> BossBotError:
    """The error that says most, of all tools' in their order.

    Of two that say something it is the one of the tool that knows the site, unless
    trying again may help. That a tool has no extractor, or broke, says less.
    """
    every = list(errors)
    vague = (UnsupportedUrlError, UnknownError)
    clear = [one for one in every if not isinstance(one, vague)]
    passing = [one for one in clear if not one.permanent]
    final = [one for one in every if one.permanent]
    return [*passing, *clear, *final, *every][0]
