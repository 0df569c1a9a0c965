"""imgur, Bluesky and direct links: everything else."""

from __future__ import annotations

from typing import Final

from tests.world.played.case import Case

CASES: Final[tuple[Case, ...]] = ()
