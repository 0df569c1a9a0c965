"""The bot: gateway events in, messages out. It downloads nothing.

- `run`: the process; `client`: what it is to Discord.
- `download`, `service`, `arguments`: the `dl` command, from words to requests.
- `follower`, `board`, `editor`: status messages that tell the truth.
- `replies`: how messages are sent and edited.
- `ports`: what it needs of the queue.
"""

from bossbot.bot.run import run_bot

__all__ = ["run_bot"]
