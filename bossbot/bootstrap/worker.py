"""What a pool process of a worker needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from celery import Celery
from redis.asyncio import Redis

from bossbot.adapters.disk import Disk
from bossbot.adapters.ledger import Desk, Records, Scripts, Stages, connect
from bossbot.bootstrap.canaries import canary_watch
from bossbot.bootstrap.deadlines import deadlines
from bossbot.bootstrap.stages import works
from bossbot.dispatch import Dispatcher
from bossbot.models import JobReference
from bossbot.pipeline.canary_watch import Watch
from bossbot.pipeline.results import Result
from bossbot.pipeline.supervisor import Supervisor, Work
from bossbot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerServices:
    """What the tasks of one pool process use.

    Attributes:
        works: What each stage does, by its name.
        deadlines: Seconds a stage may take, by its name.
        closing: Closes what was opened for them.
        watch: Looks at the canary links; None where there are none.
    """

    settings: Settings
    client: Redis
    disk: Disk
    records: Records
    desk: Desk
    dispatcher: Dispatcher
    supervisor: Supervisor
    works: Mapping[str, Work]
    deadlines: Mapping[str, float]
    closing: AsyncExitStack
    watch: Watch | None = None

    async def run(self, ref: JobReference, stage: str) -> Result:
        """Execute a stage under supervision."""
        return await self.supervisor.run(
            ref, stage, self.works[stage], deadline=self.deadlines[stage]
        )

    async def admit(self) -> None:
        """Hand out free slots."""
        self.dispatcher.send(await self.desk.admit())

    async def reconcile(self) -> None:
        """One pass of the reconciler."""
        self.dispatcher.send(await self.desk.reconcile())
        await self.admit()

    async def close(self) -> None:
        """Close the connections."""
        await self.closing.aclose()


type MakeWorks = Callable[[Stages, Disk, AsyncExitStack], Mapping[str, Work]]


def worker_base(
    settings: Settings, app: Celery, make: MakeWorks, *, draining: Callable[[], bool]
) -> WorkerServices:
    """The services around the works that `make` makes."""
    closing = AsyncExitStack()
    disk = Disk.open(settings.storage_root)
    client = connect(settings.require_redis_url(), connections=4)
    closing.push_async_callback(client.aclose)
    scripts = Scripts(client)
    ledger = Stages(scripts)
    return WorkerServices(
        settings=settings,
        client=client,
        disk=disk,
        records=Records(client),
        desk=Desk(scripts, max_running=settings.max_concurrent_downloads),
        dispatcher=Dispatcher(app),
        supervisor=Supervisor(ledger=ledger, lock=disk.lock_temp, draining=draining),
        works=make(ledger, disk, closing),
        deadlines=deadlines(settings),
        closing=closing,
    )


async def worker_services(
    settings: Settings, app: Celery, *, zygote: Path, draining: Callable[[], bool]
) -> WorkerServices:
    """Everything a pool process needs; called on the loop that will run it.

    Args:
        settings: This process' settings.
        app: Sends what follows from a stage's end.
        zygote: The socket of this worker's zygote.
        draining: Whether this worker is going away.
    """
    services = worker_base(
        settings,
        app,
        lambda ledger, disk, closing: works(settings, zygote, ledger, disk, closing),
        draining=draining,
    )
    watch = canary_watch(
        settings,
        zygote=zygote,
        disk=services.disk,
        scripts=Scripts(services.client),
        closing=services.closing,
        draining=draining,
    )
    return replace(services, watch=watch)
