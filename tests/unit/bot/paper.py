"""A Discord in memory, for boards: what was sent, edited, and told directly."""

from __future__ import annotations

import asyncio

from bossbot.bot.status.board import Board
from bossbot.bot.status.content import Content, Controls, no_buttons
from bossbot.bot.status.editor import Editor, Urgency
from bossbot.bot.status.trouble import Trouble
from bossbot.models import Delivery, DiscordTarget
from tests.world.memory_queue import MemoryQueue
from tests.world.requests import a_request

CHANNEL = "c"


class Paper:
    """A board and the channel it writes in.

    Attributes:
        texts: By message id; a command's message is `to {command}`.
        trouble: What the next sends and edits raise, by `send`, `edit` or `tell`.
        stands: What `find` finds, by command.
    """

    def __init__(self, *, every: float = 0, controls: Controls = no_buttons) -> None:
        self.queue = MemoryQueue()
        self.texts: dict[str, str] = {}
        self.contents: dict[str, Content] = {}
        self.sent: list[tuple[str, str | None, str]] = []
        self.edits: list[tuple[str, str]] = []
        self.told: list[tuple[str, str, str]] = []
        self.trouble: dict[str, list[Trouble]] = {"send": [], "edit": [], "tell": []}
        self.stands: dict[str, str] = {}
        self.searched: list[str] = []
        self.editor = Editor(self.edit, every=every)
        self.board = Board(
            queue=self.queue,
            editor=self.editor,
            send=self.send,
            find=self.find,
            tell=self.tell,
            controls=controls,
            support_url=None,
        )

    async def send(
        self, channel: str, content: Content, *, reply_to: str | None, nonce: str
    ) -> tuple[str, str]:
        self.sent.append((channel, reply_to, nonce))
        self._fail("send")
        message = f"to {content.command}"
        while message in self.texts:
            message += " again"
        self._shown(message, content)
        return message, content.text

    async def edit(self, channel: str, message: str, content: Content) -> None:
        self.edits.append((message, content.text))
        self._fail("edit")
        self._shown(message, content)

    async def find(self, channel: str, command: str) -> str | None:
        self.searched.append(command)
        return self.stands.get(command)

    async def tell(self, user: str, text: str, nonce: str) -> None:
        self.told.append((user, text, nonce))
        self._fail("tell")

    async def show(
        self, download_id: str, *, command: str | None = None, **target: object
    ) -> None:
        """What a command does with what it took."""
        command = command or download_id
        await self.enqueue(download_id, command, **target)
        status = self.board.add(CHANNEL, command, [download_id])
        await self.board.refresh(status, Urgency.STAGE)
        await self.settle()

    async def enqueue(
        self,
        download_id: str,
        command: str,
        canonical: str = "https://media.example/cat.mp4",
        /,
        **target: object,
    ) -> None:
        values = {
            "guild_id": "g",
            "channel_id": CHANNEL,
            "request_message_id": command,
            "command": command,
            "upload_limit": 1,
        }
        place = DiscordTarget.model_validate(values | target)
        await self.queue.enqueue(
            download_id, a_request(target=place, canonical=canonical)
        )

    async def refresh(self, download_id: str, urgency: Urgency = Urgency.STAGE) -> None:
        status = self.board.of(download_id)
        assert status is not None
        await self.board.refresh(status, urgency)
        await self.settle()

    async def settle(self) -> None:
        """Until nothing waits to be sent or edited."""
        for _ in range(3):
            while self.editor._tasks or self.board._firsts._outbox._tasks:
                await asyncio.sleep(0)

    def delivery(self, download_id: str) -> Delivery:
        """The requester's own share."""
        deliveries = [
            one
            for record in self.queue.records.values()
            for one in record.deliveries
            if (one.id or record.id) == download_id
        ]
        return deliveries[0]

    def _fail(self, what: str) -> None:
        if self.trouble[what]:
            raise self.trouble[what].pop(0)

    def _shown(self, message: str, content: Content) -> None:
        self.texts[message] = content.text
        self.contents[message] = content
