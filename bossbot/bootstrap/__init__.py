"""Builds the services from the settings, once per process; nothing else does.

- `client`: the queue, for the bot and the command line (also importable from here).
- `running`: slots handed out and the reconciler, beside whoever uses the queue.
- `bot`: all that the bot is handed.
- `worker`: what a pool process of a worker needs.
- `stages`: the five stages with their tools.
- `deadlines`: how long each stage may take.
- `cleanups`: the scheduled cleanups, and when each is due.
- `canaries`: the links by which it is seen whether sites still work.
"""

from bossbot.bootstrap.client import QueueClient, connected

__all__ = ["QueueClient", "connected"]
