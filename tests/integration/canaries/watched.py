"""A watch, and all that one sees of it from outside."""

from __future__ import annotations

from dataclasses import dataclass, field

from bossbot.adapters.disk import Disk
from bossbot.adapters.ledger import Scripts, canaries
from bossbot.adapters.ledger.overview import Overview
from bossbot.models import Canary, SiteView
from bossbot.pipeline.canary_watch import Skipped, Watch
from bossbot.queue.canaries import Judgement
from tests.world.discord import DiscordServer
from tests.world.siteplayer import SitePlayer


@dataclass
class Watched:
    """What a test does with a watch."""

    scripts: Scripts
    disk: Disk
    sites: SitePlayer
    discord: DiscordServer
    draining: bool = False
    watch: Watch = field(init=False)

    async def look(self, site: str) -> Judgement:
        """One look that came to something."""
        seen = await self.watch.look(site)
        assert isinstance(seen, Judgement), seen
        return seen

    async def skipped(self, site: str) -> Skipped:
        """Why there was no look."""
        seen = await self.watch.look(site)
        assert isinstance(seen, str)
        return seen

    async def known(self, site: str) -> Canary | None:
        found = await canaries(self.scripts.client)
        return next((one for one in found if one.site == site), None)

    async def paused(self) -> tuple[SiteView, ...]:
        return await Overview(self.scripts, max_running=5).sites()

    def told(self) -> list[str]:
        """The owner's direct messages."""
        return [m.content for m in self.discord.direct_messages(self.discord.member)]

    def left(self) -> list[str]:
        """What lies in the temp directories."""
        temps = self.disk.layout.temps
        return sorted(path.name for path in temps.iterdir() if path.name != ".trash")
