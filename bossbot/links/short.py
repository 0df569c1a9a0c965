"""Links that lead to another link: only a request can tell which."""

from __future__ import annotations

import re
from typing import Final

_HOSTS: Final = frozenset(
    {
        *("t.co", "vm.tiktok.com", "vt.tiktok.com"),
        *("bit.ly", "buff.ly", "dlvr.it", "goo.gl", "is.gd", "lnkd.in", "ow.ly"),
        *("rebrand.ly", "shorturl.at", "t.ly", "tinyurl.com", "v.gd"),
    }
)
_TIKTOK: Final = re.compile(r"(?:www\.|m\.)?tiktok\.com/t/[^/]+/?")


def is_short(host: str, path: str) -> bool:
    """Whether all pages of the host (or that path on it) lead somewhere else.

    Share links of Reddit and Instagram don't count: their tool follows them itself.

    Args:
        host: In lower case.
        path: As in the link, without the query.
    """
    name = host.removeprefix("www.")
    return (name in _HOSTS and path != "/") or bool(_TIKTOK.fullmatch(host + path))
