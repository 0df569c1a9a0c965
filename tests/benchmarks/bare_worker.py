"""The baseline of the chains: five tasks that do nothing, on a worker like ours.

`celery -A tests.benchmarks.bare_worker worker -Q bare`. The same settings, pool and
arguments; no ledger, no supervision, no log lines. The last stage says that the chain
is through: one push to a list, for the driver that counts.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import redis
from celery import Celery, chain
from celery.canvas import Signature

QUEUE = "bare"
DONE = "bare:done"
NAMES = tuple(f"bare{number}" for number in range(1, 6))

app = Celery("bare")
app.config_from_object("celeryconfig")


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def _nothing(ref: dict[str, Any]) -> dict[str, Any]:
    return ref


def _nothing_last(ref: dict[str, Any]) -> dict[str, Any]:
    _client().rpush(DONE, ref["id"])
    return ref


for _name in NAMES[:-1]:
    app.task(name=_name)(_nothing)
app.task(name=NAMES[-1])(_nothing_last)


def bare_chain(sender: Celery, ref: dict[str, Any]) -> Signature[Any]:
    """The five of them, built as `bossbot.dispatch` builds ours."""
    options = {"queue": QUEUE, "argsrepr": f"({ref['id']}, {ref['platform']})"}
    first, *rest = [sender.signature(name, options=options) for name in NAMES]
    return chain(first.clone(args=(ref,)), *rest, app=sender)
