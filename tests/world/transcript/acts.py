"""The chapters, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.world.transcript import (
    downloads,
    looking,
    owning,
    refusals,
    setting,
    troubles,
)
from tests.world.transcript.scene import Told


@dataclass(frozen=True, slots=True)
class Act:
    """Scenes that share a bot.

    Attributes:
        settings: What its operator set.
        works: Whether a worker is there.
    """

    name: str
    scenes: tuple[Told, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    works: bool = True


ACTS: Final = (
    Act("Downloads", downloads.SCENES),
    Act("What isn't taken", refusals.SCENES, {"max_queue_size": 3}),
    Act("What goes wrong", troubles.SCENES),
    Act("Looking", looking.SCENES),
    Act("Settings", setting.SCENES),
    Act("The owner", owning.SCENES),
    Act("Outages", owning.OUTAGES, works=False),
)
