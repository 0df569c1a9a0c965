"""The effective settings, by the names operators write, with secrets masked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import AliasChoices, SecretStr

from bossbot.adapters.egress.ways import DIRECT, pairs
from bossbot.cli.checks.server import place
from bossbot.observability.redaction import Redactor
from bossbot.settings import PREFIX, Settings, SettingsError, variable

type Source = Literal["default", "environment", ".env"]

_LINKS: Final = Redactor()
"""Links may be signed."""
_HIDDEN: Final = "(set, hidden)"
_ADDRESSES: Final = frozenset({"redis_url", "broker_url", "proxy"})
"""Secrets of which only user, password and options are secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting as it is in force; `value` is None where there is none."""

    name: str
    value: str | None
    source: Source


def configuration(settings: Settings) -> Iterator[Setting]:
    """Every setting, in the order of the README's table."""
    for field in Settings.model_fields:
        yield Setting(
            name=variable(field),
            value=_shown(field, getattr(settings, field)),
            source=_source(field, settings),
        )


def _shown(field: str, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, SecretStr) and field == "proxies":
        return _ways(value.get_secret_value())
    if isinstance(value, SecretStr):
        return place(value.get_secret_value()) if field in _ADDRESSES else _HIDDEN
    if isinstance(value, tuple):
        return _LINKS(" ".join(map(str, value))) or None
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _ways(text: str) -> str:
    """Each site with where its proxy is; nothing where that can't be told apart."""
    try:
        found = pairs(text)
    except SettingsError:
        return _HIDDEN
    return ",".join(
        f"{site}={url if url == DIRECT else place(url)}" for site, url in found.items()
    )


def _source(field: str, settings: Settings) -> Source:
    if field not in settings.model_fields_set:
        return "default"
    here = {name.upper() for name, value in os.environ.items() if value}
    return "environment" if here & _names(field) else ".env"


def _names(field: str) -> set[str]:
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return {str(choice).upper() for choice in alias.choices}
    return {PREFIX + field.upper()}
