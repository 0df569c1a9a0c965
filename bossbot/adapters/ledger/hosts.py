"""Signs of life of the workers, per disk and per worker.

Synchronous: it is written from a timer in the worker's main process, which has neither
threads nor an event loop of ours, with a time-out of a second.
"""

from __future__ import annotations

from itertools import batched

import redis
from redis.asyncio import Redis as AsyncRedis

from bossbot.adapters.ledger.scripts import PREFIX, arguments, source
from bossbot.models import SCHEMA, HostView
from bossbot.queue.timing import HEARTBEAT_LASTS


class Heart:
    """Beats for one worker.

    Args:
        url: The ledger's.
        disk_id: Names the host.
        worker: Tells it from others beside the same disk.
        slots: How many downloads it runs at once.
        watches: Whether it looks at canaries.
    """

    def __init__(
        self, url: str, *, disk_id: str, worker: str, slots: int, watches: bool = False
    ) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True
        )
        self._script = self._client.register_script(source("heartbeat"))
        self._who = {"host": disk_id, "worker": worker}
        self._slots = slots
        self._watches = watches

    def beat(self, *, free: int, total: int, zygote: bool, room: bool = True) -> None:
        """Say that this worker lives and takes work.

        Args:
            free: Bytes free on its disk.
            total: Bytes of its disk.
            zygote: Whether its sandbox is up; without one it has no slots.
            room: Whether its disk may take what is new.

        Raises:
            redis.RedisError: Redis is away; the next beat comes anyway.
        """
        self._send(
            lasts=int(HEARTBEAT_LASTS * 1000),
            slots=self._slots if zygote else 0,
            schema=SCHEMA,
            free=free,
            total=total,
            zygote=int(zygote),
            room=int(room),
            watches=int(self._watches),
        )

    def stop(self) -> None:
        """Say that this worker goes."""
        self._send(gone=True)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _send(self, **values: object) -> None:
        self._script(keys=[PREFIX], args=[arguments(self._who | values)])


async def live_hosts(client: AsyncRedis) -> list[HostView]:
    """Every host with a fresh sign of life."""
    seconds, micros = await client.time()
    now = seconds * 1000 + micros // 1000
    names = await client.zrangebyscore(f"{PREFIX}hosts", now, "+inf")
    async with client.pipeline(transaction=False) as pipe:
        for name in names:
            key = f"{PREFIX}host:{name!s}"
            pipe.zrangebyscore(f"{key}:workers", now, "+inf")
            pipe.hgetall(f"{key}:slots")
            pipe.scard(f"{key}:active")
            pipe.hgetall(f"{key}:disk")
        answers = batched(await pipe.execute(), 4)
    return [_view(str(name), *told) for name, told in zip(names, answers, strict=True)]


def _view(
    name: str,
    workers: list[str],
    slots: dict[str, str],
    running: int,
    disk: dict[str, str],
) -> HostView:
    return HostView(
        disk_id=name,
        workers=len(workers),
        slots=sum(int(slots.get(worker, 0)) for worker in workers),
        running=running,
        disk_free=int(disk.get("free", 0)),
        disk_total=int(disk.get("total", 0)),
        room=disk.get("room") == "1",
        watches=disk.get("watches") == "1",
    )
