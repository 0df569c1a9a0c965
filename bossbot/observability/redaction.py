"""What must never be written anywhere: secrets, signed URLs, tokens.

Two nets: the values of the configured secrets, whatever they look like; and the shapes
that secrets of others have (credentials and queries in URLs, Discord tokens).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from pydantic import SecretStr

from bossbot.settings import Settings

MASK: Final = "[redacted]"

_SHAPES: Final = (
    # user:password@ in any URL, and a key alone
    (re.compile(r"(?<=://)[^/\s?#'\"]+(?=@)"), MASK),
    # the query and fragment of any URL: signatures and session ids live there
    (re.compile(r"(https?://[^\s?#'\"<>]+)[?#][^\s'\"<>]*"), rf"\1?{MASK}"),
    # a Discord token
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b"), MASK),
    (re.compile(r"(?i)\b(authorization|cookie|set-cookie)(['\"]?\s*[:=]\s*)[^\n]+"),
     rf"\1\2{MASK}"),
)  # fmt: skip


class Redactor:
    """Cleans text; built once from the settings."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({s for s in secrets if len(s) > 5}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    @classmethod
    def of(cls, settings: Settings) -> Redactor:
        """One that knows every secret of these settings, also inside URLs."""
        values = [getattr(settings, name) for name in Settings.model_fields]
        found = [v.get_secret_value() for v in values if isinstance(v, SecretStr)]
        passwords = [
            _password(pair) for v in found for pair in re.findall(r"://([^/\s]*)@", v)
        ]
        return cls(
            [
                *(v for v in found if "://" not in v),
                *passwords,
                *map(unquote, passwords),
            ]
        )

    def __call__(self, text: str) -> str:
        """The text without its secrets."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        for shape, mask in _SHAPES:
            text = shape.sub(mask, text)
        return text


def _password(pair: str) -> str:
    """Of `user:password`; some proxies take a key in place of both."""
    user, _, password = pair.partition(":")
    return password or user
