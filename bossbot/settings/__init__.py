"""The configuration: environment variables and `.env`, validated once, frozen.

Every variable is `BOSS_BOT_` + the field's name in capitals; a few are understood
without the prefix too, because platforms set them so (`REDIS_URL`, `DISCORD_TOKEN` …).
MB means MiB.

- `settings`: all of them. - `values`, `names`: what they are made of and called.
"""

from bossbot.settings.settings import Settings, variable
from bossbot.settings.values import EXIT_ENVIRONMENT, MB, PREFIX, SettingsError, Words

__all__ = [
    "EXIT_ENVIRONMENT",
    "MB",
    "PREFIX",
    "Settings",
    "SettingsError",
    "Words",
    "variable",
]
