"""Finds the deployment that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from bossbot.settings import Settings


def with_server(settings: Settings) -> Settings:
    """The settings with the server of the `bossbot up` on the same STORAGE_ROOT.

    They stay as they are where REDIS_URL is set, or no such server runs; whoever needs
    one says so (`Settings.require_redis_url`).
    """
    if settings.redis_url is not None:
        return settings
    from bossbot.adapters.embedded import find_running

    found = find_running(settings.storage_root.expanduser().absolute())
    if found is None:
        return settings
    return settings.model_copy(update={"redis_url": SecretStr(found)})
