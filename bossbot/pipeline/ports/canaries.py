"""What looking after sites needs: a memory, and somebody to tell."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from bossbot.models import Canary
from bossbot.queue.canaries import Judgement


class CanaryLedger(Protocol):
    """Where the looks are written down; raises `LedgerAwayError` without Redis."""

    async def due(self, links: Collection[str]) -> list[tuple[str, str]]:
        """The sites whose turn it is, each with the host that is to look."""
        ...

    async def left_alone(self, site: str) -> bool:
        """Whether nobody is to bother a site just now."""
        ...

    async def give_back(self, site: str) -> None:
        """Have a turn again soon that came to nothing."""
        ...

    async def write(
        self, site: str, judge: Callable[[Canary | None, float], Judgement]
    ) -> Judgement:
        """Judge a look by what was known and the time, and keep it."""
        ...

    async def told(self, canary: Canary) -> None:
        """The owner knows."""
        ...


class Owner(Protocol):
    """The bot's owner, whom alerts are for."""

    async def tell(self, text: str, *, nonce: str) -> None:
        """Send a message; with the same nonce soon after, no second one.

        Raises:
            BossBotError: It was not sent; `permanent` tells whether it ever could.
        """
        ...
