"""Real downloads, stopped at the moments that matter, and what must come of them."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bossbot.models import DiscordTarget, DownloadRecord, State
from bossbot.queue.names import new_download_id
from tests.world.deployment import Client, Deployment, zygote
from tests.world.discord import DiscordServer, Message
from tests.world.discord.state import Channel
from tests.world.processes import Child, wait_until
from tests.world.requests import MB, a_request


@dataclass(kw_only=True)
class Scene:
    """A deployment whose worker posts to a played Discord.

    Attributes:
        worker: The one beside storage `a`; tests replace it when they killed it.
    """

    deployment: Deployment
    discord: DiscordServer
    worker: Child

    async def ask(
        self, client: Client, url: str, channel: Channel | None = None, **changes: Any
    ) -> str:
        """Enqueue a link as the bot does; shared with no other one."""
        channel = channel or self.discord.channel
        request = self.discord.say(self.discord.member, channel, f"$dl {url}")
        target = DiscordTarget(
            guild_id=self.discord.guild.id,
            channel_id=channel.id,
            request_message_id=request.id,
            upload_limit=20 * MB,
        )
        download_id = new_download_id()
        asked = {
            "canonical": f"{url}#{download_id}",
            "user": self.discord.member.id,
            "target": target,
        }
        await client.queue.enqueue(download_id, a_request(url=url, **asked | changes))
        return download_id

    def posts(self, download_id: str) -> list[Message]:
        """The messages that hold files of a download, in any channel."""
        return [
            message
            for channel in self.discord.guild.channels
            for message in self.discord.posts(channel)
            if any(download_id in file.filename for file in message.attachments)
        ]

    def jobs(self) -> list[psutil.Process]:
        """The sandbox' processes, but for the zygote itself."""
        return zygote(self.worker).children(recursive=True)

    def restart_worker(self) -> None:
        self.worker = self.deployment.start_worker()

    async def all_end_well(
        self, client: Client, ids: Sequence[str], *, within: float = 90
    ) -> list[DownloadRecord]:
        """Each is completed and stands in Discord once; nothing is left of it."""
        records = [await client.until_cleaned(one, within=within) for one in ids]
        assert [(r.state, r.error) for r in records] == [(State.COMPLETED, None)] * len(
            ids
        )
        for one in ids:
            [post] = self.posts(one)
            assert len(post.attachments) == 1
        digests = Counter(
            f.sha256 for one in ids for f in self.posts(one)[0].attachments
        )
        assert max(digests.values()) == 1, "tests use a file once"
        await asyncio.to_thread(
            wait_until,
            lambda: not self.deployment.temps() and not self.jobs(),
            what="the end of all temp directories and jobs",
        )
        return records


class Frozen:
    """Finds and stops a download's sandbox job in the middle of its work.

    Args:
        scene: Where it runs.
        download_id: Whose job.
        directory: The job's working directory within `temp/ID`: fetching and looking
            into what was fetched is done in `source`, converting in `output`.
    """

    def __init__(self, scene: Scene, download_id: str, directory: str) -> None:
        self._zygote = zygote(scene.worker).pid
        self._directory = f"/temp/{download_id}/{directory}"
        self.pid = 0

    async def catch(self, number: int) -> None:
        """Stop the first, second … job there as soon as it runs."""
        await self.find(number)
        os.kill(self.pid, signal.SIGSTOP)
        async with asyncio.timeout(10):
            while psutil.Process(self.pid).status() != psutil.STATUS_STOPPED:
                await asyncio.sleep(0.001)

    async def find(self, number: int) -> None:
        """Wait for the first, second … job there."""
        seen: list[int] = []
        async with asyncio.timeout(60):
            while len(seen) < number:
                seen += [
                    pid
                    for pid in self._children()
                    if pid not in seen and self._works_there(pid)
                ]
                await asyncio.sleep(0.0005)
        self.pid = seen[number - 1]

    def _children(self) -> list[int]:
        children = Path(f"/proc/{self._zygote}/task/{self._zygote}/children")
        try:
            return [int(word) for word in children.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            return []

    def _works_there(self, pid: int) -> bool:
        try:
            return str(Path(f"/proc/{pid}/cwd").readlink()).endswith(self._directory)
        except OSError:
            return False

    def go_on(self) -> None:
        """Let it work again, if it is still there."""
        try:
            os.kill(self.pid, signal.SIGCONT)
        except ProcessLookupError:
            return
