from __future__ import annotations

from tests.cluster.conftest import (
    accepted,
    add_host,
    celery_backend_cluster,
    celery_broker_cluster,
    celery_worker_cluster,
    deployment,
    server,
)
from tests.integration.flower.conftest import flower

__all__ = [
    "accepted",
    "add_host",
    "celery_backend_cluster",
    "celery_broker_cluster",
    "celery_worker_cluster",
    "deployment",
    "flower",
    "server",
]
