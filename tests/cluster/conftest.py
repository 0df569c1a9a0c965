"""pytest-celery's fixtures for our deployment: one server, two hosts, no results."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from pytest_celery import (
    CeleryBrokerCluster,
    CeleryTestBroker,
    CeleryTestWorker,
    CeleryWorkerCluster,
)

from tests.cluster.vendors import LocalServer, LocalWorker
from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment
from tests.world.processes import strays, wait_until

type AddHost = Callable[[str], CeleryTestWorker]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    server = LocalServer("server", tmp_path / "redis")
    yield server
    server.teardown()


@pytest.fixture
def celery_broker_cluster(server: LocalServer) -> CeleryBrokerCluster:
    """The broker; the ledger is in the same server."""
    return CeleryBrokerCluster(CeleryTestBroker(server))


@pytest.fixture
def celery_backend_cluster() -> None:
    """The ledger knows how everything ended: there are no results to keep."""


@pytest.fixture
def deployment(server: LocalServer, tmp_path: Path) -> Deployment:
    """Says where everything is; the vendors start the processes."""
    limits = {"BOSS_BOT_MAX_CONCURRENT_DOWNLOADS": "20", "BOSS_BOT_WORKER_SLOTS": "3"}
    return Deployment(tmp_path, redis_url=server.url, **limits)


@pytest.fixture
def add_host(deployment: Deployment) -> Iterator[AddHost]:
    """Starts the host of that name."""
    hosts = []

    def add(name: str) -> CeleryTestWorker:
        worker = LocalWorker(
            name,
            app=EMPTY,
            environment=deployment.environment(name),
            log=deployment.root / f"{name}.log",
        )
        hosts.append(worker)
        return CeleryTestWorker(worker, None)

    yield add
    for host in hosts:
        host.teardown()
    left = f"{deployment.root}/"
    wait_until(
        lambda: all("redis" in str(p.cmdline()) for p in strays(left)), what="the end"
    )


@pytest.fixture
def celery_worker_cluster(add_host: AddHost) -> CeleryWorkerCluster:
    """Two hosts with three slots each."""
    return CeleryWorkerCluster(add_host("a"), add_host("b"))


@pytest.fixture
async def accepted(deployment: Deployment) -> AsyncIterator[Accepted]:
    async with deployment.client() as client:
        yield Accepted(deployment=deployment, client=client, storages=["a", "b"])
