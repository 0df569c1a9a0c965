"""What the script `outlook` tells, as an estimate of the wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bossbot.adapters.ledger.codec import seconds
from bossbot.models import Outlook, SiteView
from bossbot.queue.estimate import (
    Running,
    average,
    starts_before,
    wait_for_slot,
)


def site_of(name: str, fields: Mapping[str, str]) -> SiteView:
    """A paused site, from its hash."""
    return SiteView.model_validate(
        {
            "site": name,
            "until": seconds(fields["until"]),
            "probing": bool(fields.get("probe")),
            "reason": fields["reason"],
        }
    )


def pairs(flat: Any) -> Iterator[tuple[str, str]]:
    """A hash as a script gives it: names and values in turn (an empty one is `{}`)."""
    values = list(flat)
    return zip(values[::2], values[1::2], strict=True)


def _running(found: Any) -> list[Running]:
    return [Running(platform, elapsed / 1000) for platform, elapsed in found]


def outlook_of(told: Mapping[str, Any], max_running: int) -> Outlook:
    """The estimate that follows from what the script `outlook` tells.

    Args:
        told: Both parts of its answer: what holds for everybody, and for this one.
        max_running: How many downloads run at once in the deployment.
    """
    paces = {name: float(value) / 1000 for name, value in pairs(told["paces"])}
    mix = {name: int(value) for name, value in pairs(told["mix"]) if int(value) > 0}
    each = average(mix, paces)
    ahead = starts_before(
        position=told["position"],
        waiting=told["waiting"],
        guilds=told["guilds"],
        total=sum(mix.values()),
    )
    slots = min(told["slots"], max_running)
    running = _running(told["running"])
    wait = wait_for_slot(
        slots=slots, running=running, ahead=ahead, each=each, paces=paces
    )
    if wait is not None and "own_ahead" in told:
        own = wait_for_slot(
            slots=told["own_limit"],
            running=_running(told["own_running"]),
            ahead=told["own_ahead"],
            each=each,
            paces=paces,
        )
        wait = max(wait, own or 0.0)
    paused = dict(pairs(told["paused"]))
    site = site_of(told["site"], paused) if paused else None
    if wait is not None and site is not None:
        wait = max(wait, site.until - told["now"] / 1000)
    return Outlook(position=told["position"], wait=wait, hosts=told["hosts"], site=site)
