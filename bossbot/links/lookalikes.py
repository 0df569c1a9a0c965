"""Hosts that pass themselves off as a platform: by letters, or by putting words around.

Nothing but the honest name leads to a platform's extractor anyway; but a look-alike
that a bot answers with an embedded video gains trust that it must not have.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import idna

from bossbot.errors import InvalidUrlError
from bossbot.links.hosts import tools_knowing
from bossbot.links.platforms import (
    DOMAINS,
    SHARED_DOMAINS,
    platform_of,
    real_host,
)
from bossbot.models import OTHER

_BRANDS: Final = ("twitter", "reddit", "instagram", "youtube", "tiktok")
_DRESSED_UP: Final = re.compile(
    r"(?:^|.*[.-])(?:"
    + "|".join(re.escape(name).replace(r"\.", "[.-]") for name in DOMAINS)
    + r")(?:[.-].*|$)"
)
"""A platform's domain with other words before or after it: `v.redd.it.co`."""

_TWINS: Final = str.maketrans(
    "авеіјкмнорѕтухԁԛԝһӏҽαεικνορτυχωϲօսոցհք",
    "abeijkmhopstyxdqwhleaeiknoptuxwcounghp",
)
"""Cyrillic, Greek and Armenian letters, and the Latin ones they are taken for."""

_EAST_ASIAN: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
"""Scripts that are written together with Latin letters, and look like none of them."""


def check_honest(host: str) -> None:
    """Refuse a host that looks like a platform's but is not.

    Raises:
        InvalidUrlError: It does (`lookalike`), or is no valid IDN at all (`host`).
    """
    if platform_of(real_host(host)) != OTHER:
        return
    try:
        shown = idna.decode(host) if "xn--" in host else host
    except idna.IDNAError:
        raise InvalidUrlError(reason="host") from None
    if _mixes_scripts(shown) or (_claims_brand(shown) and not _is_known(host)):
        raise InvalidUrlError(reason="lookalike")


def _is_known(host: str) -> bool:
    shared = any(host.endswith(f".{domain}") for domain in SHARED_DOMAINS)
    return shared or bool(tools_knowing(host))


def _claims_brand(shown: str) -> bool:
    decomposed = unicodedata.normalize("NFKD", shown)
    letters = (char for char in decomposed if not unicodedata.combining(char))
    skeleton = "".join(letters).casefold().translate(_TWINS)
    bare = skeleton.replace("-", "")
    return any(brand in bare for brand in _BRANDS) or bool(
        _DRESSED_UP.fullmatch(skeleton)
    )


def _mixes_scripts(shown: str) -> bool:
    """Whether a label has Latin letters beside such as only look Latin."""
    for label in shown.split("."):
        has_ascii = any(char.isascii() and char.isalpha() for char in label)
        # A single foreign letter may stand for `x` of x.com in more ways than listed.
        if (has_ascii or len(label) == 1) and any(_is_foreign(char) for char in label):
            return True
    return False


def _is_foreign(char: str) -> bool:
    if char.isascii() or not char.isalpha() or char in "ßæœøłđþðħŋ":
        return False
    if unicodedata.normalize("NFD", char)[0].isascii():
        return False  # a letter with an accent
    return not unicodedata.name(char, "").startswith(_EAST_ASIAN)
