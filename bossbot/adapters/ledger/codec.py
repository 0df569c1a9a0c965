"""A record's hash in Redis, read as the value everyone else speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bossbot.models import (
    STAGES,
    Change,
    Delivery,
    DownloadRecord,
    ErrorRecord,
    Post,
    Request,
    StageTimes,
    State,
)

_MOVED: Final = "moved"


def seconds(value: str | None) -> float | None:
    """A stored instant (milliseconds as text) in seconds."""
    return float(value) / 1000 if value else None


def decode(download_id: str, fields: Mapping[str, str]) -> DownloadRecord:
    """The record of a hash as HGETALL gives it."""
    deliveries = tuple(_deliveries(fields))
    return DownloadRecord.model_validate(
        {
            "id": download_id,
            "schema_number": int(fields["schema_number"]),
            "request": deliveries[0].request,
            "deliveries": deliveries,
            "state": fields["state"],
            "stage": fields["stage"],
            "attempt": int(fields["attempt"]),
            "owner": fields.get("owner", ""),
            "host": fields.get("host", ""),
            "crashes": int(fields.get("crashes", 0)),
            "retry_at": seconds(fields.get("retry_at")),
            "created": seconds(fields["created"]),
            "updated": seconds(fields["updated"]),
            "ended": seconds(fields.get("ended")),
            "cleaned": fields.get("cleaned") == "1",
            "status_message": deliveries[0].status_message,
            "tool": fields.get("tool") or None,
            "tried": json.loads(fields.get("tried") or "[]"),
            "metadata": json.loads(fields.get("metadata") or "{}"),
            "files": json.loads(fields.get("files") or "[]"),
            "change": fields.get("change") or None,
            "variants": json.loads(fields.get("variants") or "[]"),
            "ready": fields.get("ready") == "1",
            "private": fields.get("private") == "1",
            "again": fields.get("again") or None,
            "skipped": json.loads(fields.get("skipped") or "[]"),
            "error": error(fields.get("error")),
            "stages": {stage: _times(fields, stage) for stage in STAGES},
            "posts": {
                name.removeprefix("post:"): _post(value)
                for name, value in fields.items()
                if name.startswith("post:")
            },
        }
    )


def error(value: str | None) -> ErrorRecord | None:
    """A stored error."""
    return ErrorRecord.model_validate_json(value) if value else None


def _deliveries(fields: Mapping[str, str]) -> Iterator[Delivery]:
    for number in range(int(fields["deliveries"])):
        mark = f"d{number}:"
        ended = fields.get(f"{mark}end")
        if ended == _MOVED:  # it is another download's now
            continue
        yield Delivery(
            number=number,
            id=fields[f"{mark}id"],
            request=Request.model_validate_json(fields[f"{mark}request"]),
            generation=int(fields.get(f"{mark}generation", 0)),
            changes=_changes(fields.get(f"{mark}changes")),
            asked=seconds(fields.get(f"{mark}asked")),
            made=fields.get(f"{mark}made") == "1",
            state=State(ended) if ended else None,
            error=error(fields.get(f"{mark}error")),
            status_message=fields.get(f"{mark}status_message") or None,
        )


def _changes(value: str | None) -> tuple[Change, ...]:
    return tuple(Change(word) for word in value.split(",")) if value else ()


def _times(fields: Mapping[str, str], stage: str) -> StageTimes:
    return StageTimes(
        began=seconds(fields.get(f"began:{stage}")),
        ended=seconds(fields.get(f"ended:{stage}")),
        retries=int(fields.get(f"retries:{stage}", 0)),
    )


def _post(value: str) -> Post:
    return Post.model_validate_json(value)
