"""Celery's settings, each with its reason. Only names without underscore are settings.

Read by `celery -A tasks …` when it needs them, not when `tasks` is imported.
"""

import click as _click

from bossbot.adapters.embedded.urls import broker_url as _broker_url
from bossbot.bootstrap.deadlines import hard_limit as _hard_limit
from bossbot.dispatch import TRANSPORT_OPTIONS as _TRANSPORT_OPTIONS
from bossbot.queue import names as _names
from bossbot.queue import timing as _timing
from bossbot.settings import EXIT_ENVIRONMENT as _EXIT_ENVIRONMENT
from bossbot.settings import Settings as _Settings
from bossbot.settings import SettingsError as _SettingsError


class _NotConfigured(_click.ClickException):
    """Shown by Celery's command line as one sentence."""

    exit_code = _EXIT_ENVIRONMENT


try:
    _settings = _Settings.load()
    _url = _settings.broker_url or _settings.redis_url
    if _url is None:
        _settings.require_redis_url()
except _SettingsError as _error:
    raise _NotConfigured(str(_error)) from None
assert _url is not None

broker_url = _broker_url(_url.get_secret_value())
broker_transport_options = _TRANSPORT_OPTIONS

# Redis may be restarted at any time; wait for it as long as it takes, at start too.
broker_connection_retry = True
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
worker_consumer = "tasks.consumer:Consumer"
# A stage that runs when the connection breaks goes on: its lease proves it alive.
worker_cancel_long_running_tasks_on_connection_loss = False

# Never pickle: whoever can write to Redis could run code in the workers.
task_serializer = "json"
accept_content = ["json"]
result_accept_content = ["json"]

# The ledger knows how everything ended; no result backend saves connections.
task_ignore_result = True

# At-least-once comes from the ledger. A late acknowledgement would add the visibility
# time-out (an hour) to every recovery, and double messages at each reconnection.
task_acks_late = False

# Processes can be limited and killed, threads and greenlets can't: prefork, corrected.
worker_pool = "tasks.pool:TaskPool"
# The slots, and two more for cleanups and control, which never wait behind downloads.
worker_concurrency = _settings.worker_slots + 2
# Nothing waits in a process that is busy.
worker_prefetch_multiplier = 1
# Rarely: Celery hands the next message to the process that is just ending, and notices
# up to 5 s later. What leaks most, the downloaders, runs in processes of its own.
worker_max_tasks_per_child = 10_000
# A backstop: the supervisors' own deadlines come long before, but a process that hangs
# in the kernel would keep its place for ever.
task_time_limit = _hard_limit(_settings)

# Our logging is set up once, in `tasks.worker`.
worker_hijack_root_logger = False
worker_redirect_stdouts = False

# What Flower shows: every stage with its state, runtime and worker.
worker_send_task_events = True
task_send_sent_event = True
task_track_started = True

# No time-out of Celery's: it would sleep for all of it, whoever has stopped. What runs
# has been stopped by `tasks.draining` before Celery hears of the signal.
worker_soft_shutdown_timeout = 0.0

# A worker reads `control` and (added by `tasks.worker`) the queue of its own disk.
task_default_queue = _names.CONTROL
task_create_missing_queues = True
worker_enable_remote_control = True

timezone = "UTC"
beat_max_loop_interval = 1.0
# `expires`: ticks must not pile up while no worker is there.
beat_schedule = {
    "reconcile": {
        "task": "reconcile",
        "schedule": _timing.RECONCILE_EVERY,
        "options": {"expires": _timing.RECONCILE_EVERY},
    },
    "housekeeping": {
        "task": "housekeeping",
        "schedule": _timing.HOUSEKEEPING_EVERY,
        "options": {"expires": _timing.HOUSEKEEPING_EVERY},
    },
}
if _settings.canary_urls:
    beat_schedule["canaries"] = {
        "task": "canaries",
        "schedule": _timing.HOUSEKEEPING_EVERY,
        "options": {"expires": _timing.HOUSEKEEPING_EVERY},
    }
