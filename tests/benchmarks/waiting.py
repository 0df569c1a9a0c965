"""A ledger full of waiting downloads, filled faster than members ever could."""

from __future__ import annotations

import itertools
from typing import Any

from bossbot.adapters.ledger import Controls, Desk, Intake, Overview, Scripts
from bossbot.adapters.ledger.scripts import PREFIX, arguments, source
from bossbot.models import Request
from bossbot.queue.names import new_download_id
from tests.world.requests import a_request

BATCH = 1000
USERS = 1000


class Waiting:
    """Downloads of `USERS` members in so many servers, all of them waiting.

    Attributes:
        ids: Those that wait, in no particular order.
        overview: What answers who asks.
    """

    def __init__(self, scripts: Scripts, *, guilds: int) -> None:
        self._scripts = scripts
        self._guilds = guilds
        self._numbers = itertools.count()
        self._intake = Intake(scripts, max_waiting=0)
        self._controls = Controls(scripts, max_waiting=0)
        self._desk = Desk(scripts, max_running=1)
        self.overview = Overview(scripts, max_running=5)
        self.ids: list[str] = []

    async def fill(self, count: int) -> None:
        """Enqueue so many, by the script itself, in long pipelines."""
        client = self._scripts.client
        sha = await client.script_load(source("enqueue"))
        like = await self._like()
        for begin in range(0, count, BATCH):
            async with client.pipeline(transaction=False) as pipe:
                for _ in range(min(BATCH, count - begin)):
                    id_, request = self.request()
                    text = request.model_dump_json(exclude_none=True)
                    one = {
                        "id": id_,
                        "request": text,
                        "guild": request.guild,
                        "user": request.user,
                        "share": request.share_key,
                    }
                    pipe.evalsha(sha, 1, PREFIX, arguments(like | one))
                    self.ids.append(id_)
                await pipe.execute()

    async def _like(self) -> dict[str, Any]:
        """The arguments of one `enqueue`, as the real intake gives them."""
        told: dict[str, Any] = {}

        class Listening(Scripts):
            async def __call__(self, name: str, **values: Any) -> str:
                told.update(values)
                return '{"new": true}'

        listening = Intake(Listening(self._scripts.client), max_waiting=0)
        await listening.enqueue(*self.request())
        return told

    def request(self) -> tuple[str, Request]:
        """A new download, of the server and the user whose turn it is."""
        number = next(self._numbers)
        id_ = new_download_id()
        url = f"https://empty.example/{id_}"
        return id_, a_request(
            url=url,
            canonical=url,
            guild=f"guild{number % self._guilds}",
            user=f"user{number % USERS}",
            at_once=2,
        )

    async def enqueue(self, id_: str, request: Request) -> None:
        """As a member's command does."""
        await self._intake.enqueue(id_, request)

    async def admit(self) -> str:
        """The one download that gets the only slot."""
        (sending,) = await self._desk.admit()
        return sending.ref.id

    async def end(self, id_: str) -> None:
        """Whoever has the slot gives it back."""
        await self._controls.cancel(id_, by="benchmark")
