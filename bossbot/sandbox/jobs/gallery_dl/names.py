"""What the files of a gallery-dl job are called on disk: the same in every attempt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from gallery_dl import formatter

from bossbot.sandbox.jobs.fetching.params import safe_extension

_OF_A_VERSION: Final = ("bitrate", "width", "height")
_MISSING: Final = "None"
"""What gallery-dl puts in place of a keyword that an extractor didn't give."""


class Names:
    """Names the files of one extractor by what identifies them."""

    def __init__(self, extractor: Any) -> None:
        self._category = extractor.category
        self._format = extractor.archive_fmt
        self._identity: Callable[[Mapping[str, Any]], str] | None = None

    def of(self, url: str, keywords: Mapping[str, Any]) -> str:
        """The name of a file, without extension; nothing of it is the site's own.

        Of another version of it the name is another one: half of the one is not
        continued with the other.
        """
        if self._identity is None:
            self._identity = formatter.parse(self._format).format_map
        try:
            identity = self._identity(keywords) or url
        except (LookupError, TypeError, ValueError, AttributeError):
            identity = url
        if _MISSING in identity:
            identity = f"{identity} {url}"
        version = [keywords.get(name) for name in _OF_A_VERSION]
        key = f"{self._category} {identity} {version}"
        return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:20]


def extension_of(keywords: Mapping[str, Any]) -> str:
    """A file's extension where the site tells it, else none."""
    extension = keywords.get("extension")
    return safe_extension(extension) if extension else ""
