"""The zygote's launcher, as its own tests use it: coverage follows into the zygote.

What jobs do can't be written down, since they may write nowhere: being watched would
only make those of other tests four times as slow.
"""

from __future__ import annotations

import os
from typing import override

from bossbot.adapters.zygote import ZygoteLauncher


class CoveredLauncher(ZygoteLauncher):
    """Passes on what coverage needs, which the real one keeps out with all else."""

    @override
    def _environment(self) -> dict[str, str]:
        coverage = {n: v for n, v in os.environ.items() if n.startswith("COVERAGE_")}
        return super()._environment() | coverage
