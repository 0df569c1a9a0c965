"""Who may what, as Redis keeps it; each class implements a port of `bossbot.bot`.

- `preferences`: what users and servers set for themselves.
- `grants`: bans and premium servers (levels stand beside the queue, in `ledger`).
- `limiter`: rate limits and cooldowns.
"""

from bossbot.adapters.access.grants import Grants
from bossbot.adapters.access.limiter import Limiter
from bossbot.adapters.access.preferences import Preferences

__all__ = ["Grants", "Limiter", "Preferences"]
