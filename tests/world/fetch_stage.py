"""The fetch stage with everything real below it: sandbox, guard, libraries, sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.gallery_dl import GalleryDl
from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.short_links import SandboxedShortLinks
from bossbot.adapters.ytdlp import YtDlp
from bossbot.models import Progress
from bossbot.pipeline.fetch import fetch
from bossbot.pipeline.ports import Outcome, Tool
from bossbot.settings import Settings
from tests.world.jobs import a_job


@dataclass
class Stage:
    """The stage for one test: one temp directory, any number of attempts."""

    sandbox: Sandbox
    settings: Settings
    directory: Path
    deadline: float = 60.0
    told: list[Progress] = field(default_factory=list)

    @property
    def tools(self) -> dict[str, Tool]:
        """Both tools, as bootstrap makes them."""
        made = (YtDlp(**self._how), GalleryDl(**self._how))
        return {tool.name: tool for tool in made}

    @property
    def _how(self) -> dict[str, Any]:
        return {
            "sandbox": self.sandbox,
            "guard": EgressGuard.from_settings(self.settings),
            "settings": self.settings,
        }

    async def fetch(self, url: str, platform: str = "other", **how: Any) -> Outcome:
        """Run the stage once."""
        job = a_job(self.directory, told=self.told, url=url, platform=platform, **how)
        return await fetch(
            job,
            tools=self.tools,
            short_links=SandboxedShortLinks(**self._how),
            deadline=self.deadline,
            allow=self.settings.egress_allow,
        )

    def read(self, outcome: Outcome) -> list[bytes]:
        """What the files hold, in order."""
        return [
            (self.directory / file.path).read_bytes() for file in outcome.files or ()
        ]
