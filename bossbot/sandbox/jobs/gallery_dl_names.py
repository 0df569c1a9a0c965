"""What the files of a gallery-dl job are called on disk: the same in every attempt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from gallery_dl import formatter

from bossbot.sandbox.jobs.fetch_params import safe_extension


class Names:
    """Names the files of one extractor by what identifies them."""

    def __init__(self, extractor: Any) -> None:
        self._category = extractor.category
        self._format = extractor.archive_fmt
        self._identity: Callable[[Mapping[str, Any]], str] | None = None

    def of(self, url: str, keywords: Mapping[str, Any]) -> str:
        """The name of a file, without extension; nothing of it is the site's own."""
        if self._identity is None:
            self._identity = formatter.parse(self._format).format_map
        try:
            identity = self._identity(keywords) or url
        except (LookupError, TypeError, ValueError, AttributeError):
            identity = url
        key = f"{self._category} {identity}"
        return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:20]


def extension_of(keywords: Mapping[str, Any]) -> str:
    """A file's extension where the site tells it, else none."""
    extension = keywords.get("extension")
    return safe_extension(extension) if extension else ""
