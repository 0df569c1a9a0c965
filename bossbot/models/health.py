"""How the parts of a deployment do: gateway, hosts, queue."""

from __future__ import annotations

from bossbot.models.words import Value


class GatewayState(Value):
    """The bot's connection to Discord.

    Attributes:
        latency_ms: Of the last heartbeat; None while there is no connection, infinite
            before the first one was answered.
        since: When it was made or resumed (epoch seconds).
        disconnects: How often it broke since the bot started.
        resumes: How often it went on where it had been.
        shards: How many connections there are.
    """

    latency_ms: float | None = None
    since: float | None = None
    disconnects: int = 0
    resumes: int = 0
    shards: int = 1


class HostView(Value):
    """A live worker host as others see it.

    Attributes:
        workers: How many workers live beside its disk.
        slots: How many downloads they run at once.
        running: How many they run now.
        disk_free: Bytes.
        disk_total: Bytes.
        room: Whether its disk takes what is new.
        watches: Whether it looks at canaries.
    """

    disk_id: str
    workers: int = 1
    slots: int
    running: int
    disk_free: int
    disk_total: int
    room: bool = True
    watches: bool = False


class QueueLoad(Value):
    """How many downloads there are in the whole deployment, by what they do."""

    running: int = 0
    waiting: int = 0
    delayed: int = 0
    paused: int = 0
