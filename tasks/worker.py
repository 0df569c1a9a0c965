"""What a worker host starts and stops beside Celery's own: queues, zygote, heartbeat.

All of it happens in the worker's main process, which has no threads and no event loop
of ours: a timer of Celery's beats the heart and restarts the zygote.
"""

from __future__ import annotations

import gc
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import redis
import structlog
from celery import bootsteps, signals
from celery.worker.worker import WorkController

from bossbot.adapters.disk import Disk
from bossbot.adapters.draining import Drain
from bossbot.adapters.ledger import Heart
from bossbot.adapters.libraries import LIBRARIES, library
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.bootstrap.canaries import canary_requests
from bossbot.bootstrap.worker import worker_services
from bossbot.observability.logs import configure_logging
from bossbot.observability.reports import configure_reports
from bossbot.queue.names import CONTROL, host_queue
from bossbot.queue.timing import HEARTBEAT_EVERY
from bossbot.settings import MB, Settings
from tasks import process
from tasks.celery import app
from tasks.draining import DIRECTORY, Leaving, drain
from tasks.refusal import settings_needed

ZYGOTE: Final = "BOSSBOT_ZYGOTE_SOCKET"
"""Tells pool processes, forked or spawned, where the zygote of this worker is."""

log = structlog.get_logger(__name__)


@signals.setup_logging.connect
def set_up_logging(**_: Any) -> None:
    """Write logs our way, in worker and beat."""
    settings = Settings.load()
    context = click.get_current_context(silent=True)
    name = context.info_name if context and context.info_name else "worker"
    configure_logging(settings, process=name)
    configure_reports(settings, process=name)


@signals.celeryd_after_setup.connect
def read_own_queue(instance: WorkController, **_: Any) -> None:
    """Consume what is sent to this disk, and what any worker may do."""
    disk = Disk.open(Settings.load().storage_root)
    queues = instance.app.amqp.queues
    queues.select([CONTROL])
    queues.select_add(host_queue(disk.disk_id))


@signals.celeryd_after_setup.connect
def tell_old_libraries(**_: Any) -> None:
    """Warn of what sites may have left behind."""
    today = datetime.now(UTC).date()
    for found in map(library, LIBRARIES):
        if found.old(today):
            log.warning(
                "an old download library: update it (deploy/update-tools)",
                library=found.name,
                version=found.version,
                days=found.age(today),
            )


class HostStep(bootsteps.StartStopStep):
    """Keeps the zygote alive and says that this host is."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: WorkController, **options: Any) -> None:
        super().__init__(parent, **options)
        self._worker: Any = parent
        settings = Settings.load()
        with settings_needed():
            self._disk = Disk.open(settings.storage_root)
            canaries = canary_requests(settings)
        self._zygote = ZygoteLauncher(home=self._disk.layout.root / "sandbox")
        self._heart, farewell = (
            Heart(
                settings.require_redis_url(),
                disk_id=self._disk.disk_id,
                worker=f"{socket.gethostname()}.{os.getpid()}",
                slots=settings.worker_slots,
                watches=bool(canaries),
            )
            for _ in range(2)
        )
        self._least_free = settings.min_free_mb * MB
        self._has_room = True
        self._leaving = Leaving(
            Drain(self._zygote.directory),
            farewells=(self._zygote.drain, farewell.stop),
            kill=self._kill_pool,
        )

    def create(self, _parent: WorkController) -> None:
        """Start the zygote before the pool forks, so that its children find it."""
        self._zygote.start()
        os.environ[process.WORKER] = str(os.getpid())
        os.environ[ZYGOTE] = str(self._zygote.socket_path)
        os.environ[DIRECTORY] = str(self._zygote.directory)
        _share_memory()

    def start(self, parent: WorkController) -> None:
        """Beat at once, and from then on by the timer, until a signal ends us."""
        self._leaving.install()
        self._beat()
        timer: Any = parent.timer
        timer.call_repeatedly(HEARTBEAT_EVERY, self._beat)

    def stop(self, _parent: WorkController) -> None:
        """Say goodbye and end the zygote with everything in it."""
        try:
            self._heart.stop()
        except redis.RedisError as error:
            log.warning("no goodbye", error=type(error).__name__)
        self._zygote.stop()

    def terminate(self, parent: WorkController) -> None:
        """On a cold shutdown the same."""
        self.stop(parent)

    def _kill_pool(self) -> None:
        self._worker.pool.kill()

    def _beat(self) -> None:
        if self._leaving.begun:
            return  # we have said goodbye
        alive = self._zygote.ensure()
        space = self._disk.space()
        room = space.free >= self._least_free
        if room != self._has_room:
            self._has_room = room
            told = log.info if room else log.warning
            told("room for new downloads" if room else "no room", free=space.free)
        try:
            self._heart.beat(
                free=space.free,
                total=space.total,
                zygote=alive,
                room=room,
            )
        except redis.RedisError as error:
            log.warning("no heartbeat", error=type(error).__name__)


def _share_memory() -> None:
    """Keep what is loaded by now shared with the pool's processes.

    Celery collects garbage before each fork, which writes to every object that was
    not frozen: each process had its own copy of nearly everything (46 MB, not 19).
    """
    gc.collect()
    gc.freeze()


app.steps["worker"].add(HostStep)


@signals.worker_process_init.connect
def start_process(**_: Any) -> None:
    """Make the services of a pool process."""
    zygote = Path(os.environ[ZYGOTE])
    draining = drain().begun
    process.start(
        lambda: worker_services(Settings.load(), app, zygote=zygote, draining=draining)
    )


@signals.worker_process_shutdown.connect
def stop_process(**_: Any) -> None:
    """Close the services of a pool process."""
    process.stop()
