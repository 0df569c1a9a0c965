"""The server that `REDIS_URL` names: is it there?"""

from __future__ import annotations

from urllib.parse import urlsplit

from bossbot.adapters.embedded.running import answers
from bossbot.settings import Settings, SettingsError


def require_answer(settings: Settings) -> None:
    """Find out at the start, in a sentence, what everything would wait for in vain.

    Raises:
        SettingsError: The configured server doesn't answer.
    """
    if settings.redis_url is None:
        return
    url = settings.redis_url.get_secret_value()
    try:
        reached = answers(url)
    except ValueError:
        raise SettingsError(
            "REDIS_URL: not an address of a Redis (redis://host:6379/0)"
        ) from None
    if not reached:
        where = urlsplit(url).hostname or urlsplit(url).path
        raise SettingsError(
            f"REDIS_URL: no server answers at {where}; start it, or unset REDIS_URL "
            "to use an embedded one."
        )
