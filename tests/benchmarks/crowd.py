"""Members of many servers who ask at a steady rate, and when they are answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator, Sequence

from tests.world.discord import Channel, DiscordServer, Interaction, Message

GUILDS, CHANNELS = 10, 20
"""Servers, and channels in each: at 50 a second one hears of a command every 4 s."""
LINK = "https://i.redd.it/{}.jpg"
PATIENCE = 60.0

type Asked = Message | Interaction
type Ask = Callable[[int], Asked]


class Crowd:
    """Everybody asks once: who asks again soon is on cooldown.

    Args:
        server: Where they are.
    """

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.guilds = [server.add_guild(f"guild{n}") for n in range(GUILDS)]
        self.channels: list[Channel] = [
            server.add_channel(f"channel{n}", guild)
            for n in range(CHANNELS)
            for guild in self.guilds
        ]
        self._numbers = itertools.count()

    async def write(self, count: int, rate: float) -> list[float]:
        """So many prefix commands, so many a second; the seconds of each."""

        def ask(number: int) -> Asked:
            channel = self.channels[number % len(self.channels)]
            user = self.server.add_user(f"member{number}", channel.guild)
            return self.server.say(user, channel, f"$dl {LINK.format(number)}")

        return await self._ask(count, rate, ask)

    async def use(self, count: int, rate: float) -> list[float]:
        """The same with slash commands."""

        def ask(number: int) -> Asked:
            channel = self.channels[number % len(self.channels)]
            user = self.server.add_user(f"member{number}", channel.guild)
            link = LINK.format(number)
            return self.server.slash(user, channel, "download", url=link)

        return await self._ask(count, rate, ask)

    async def _ask(self, count: int, rate: float, ask: Ask) -> list[float]:
        asked: list[Asked] = []
        began = time.perf_counter()
        for place in range(count):
            await asyncio.sleep(began + place / rate - time.perf_counter())
            asked.append(await asyncio.to_thread(ask, next(self._numbers)))
        return await self._answered(asked)

    async def _answered(self, asked: Sequence[Asked]) -> list[float]:
        """Seconds until each was answered first.

        Raises:
            TimeoutError: One was not answered at all.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                first = dict(self._firsts())
                if all(one.id in first for one in asked):
                    return [first[one.id] - one.created for one in asked]
                await asyncio.sleep(0.2)

    def _firsts(self) -> Iterator[tuple[str, float]]:
        """What was asked, and when it was answered; first answers come last."""
        for message in reversed(self.server.world.messages.copy().values()):
            if message.author is self.server.world.bot and message.reply_to:
                yield message.reply_to, message.created
        for one in self.server.interactions:
            if one.answer is not None:
                yield one.id, one.answer.created
