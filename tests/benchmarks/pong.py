"""The least that a bot can do: `python -m tests.benchmarks.pong API GATEWAY TOKEN`."""

from __future__ import annotations

import sys

import discord

from bossbot.adapters.discord_api import point_at
from bossbot.bot.client import intents


class Pong(discord.AutoShardedClient):
    """Replies to whatever members write."""

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await message.reply("pong", mention_author=False)


def main() -> None:
    """Run until it is stopped."""
    api_base, gateway, token = sys.argv[1:]
    point_at(api_base, gateway)
    client = Pong(intents=intents(), shard_count=1, max_messages=None)
    client.run(token, log_handler=None)


if __name__ == "__main__":
    main()
