"""What a stage's end brings, as the scripts take it."""

from __future__ import annotations

import json
from typing import Any

from bossbot.errors import BossBotError
from bossbot.models import CLEANUP, FETCH, Value
from bossbot.pipeline.ports import Outcome
from bossbot.queue.sites import heard


def hearsay(error: BossBotError, platform: str) -> dict[str, Any]:
    """What an error of a fetch tells the circuit breaker of its site.

    Args:
        error: Why it failed.
        platform: The download's; where a short link leads to another one, what that
            says is nothing about this.
    """
    word = heard(error)
    if word is None or error.data.get("platform", platform) != platform:
        return {}
    return {"heard": word, "retry_after": int((error.retry_after or 0) * 1000)}


def patch_of(stage: str, outcome: Outcome) -> dict[str, str]:
    """The fields of the record that it changes."""
    # A stage that went well forgets the errors of its earlier tries; the cleanup
    # comes after the end, whose error is what everyone wants to know.
    patch = {} if stage == CLEANUP else {"error": ""}
    if outcome.files is not None:
        patch["files"] = _json(outcome.files)
    if outcome.variants is not None:
        patch["variants"] = _json(outcome.variants)
    if stage == FETCH:
        patch["ready"] = "1" if outcome.ready else ""
        patch["private"] = "1" if outcome.private else ""
    if outcome.metadata is not None:
        patch["metadata"] = outcome.metadata.model_dump_json(exclude_none=True)
    if outcome.tool is not None:
        patch["tool"] = outcome.tool
        patch["tried"] = json.dumps(outcome.tried)
    if outcome.skipped:
        patch["skipped"] = json.dumps([error.to_dict() for error in outcome.skipped])
    return patch


def _json(values: tuple[Value, ...]) -> str:
    return json.dumps([v.model_dump(exclude_none=True, mode="json") for v in values])
