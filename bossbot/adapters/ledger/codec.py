"""A record's hash in Redis, read as the value everyone else speaks of."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bossbot.models import STAGES, DownloadRecord, ErrorRecord, Post, StageTimes


def seconds(value: str | None) -> float | None:
    """A stored instant (milliseconds as text) in seconds."""
    return float(value) / 1000 if value else None


def decode(download_id: str, fields: Mapping[str, str]) -> DownloadRecord:
    """The record of a hash as HGETALL gives it."""
    return DownloadRecord.model_validate(
        {
            "id": download_id,
            "schema_number": int(fields["schema_number"]),
            "request": json.loads(fields["request"]),
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
            "status_message": fields.get("status_message") or None,
            "tool": fields.get("tool") or None,
            "metadata": json.loads(fields.get("metadata") or "{}"),
            "files": json.loads(fields.get("files") or "[]"),
            "skipped": json.loads(fields.get("skipped") or "[]"),
            "error": _error(fields.get("error")),
            "stages": {stage: _times(fields, stage) for stage in STAGES},
            "posts": {
                name.removeprefix("post:"): _post(value)
                for name, value in fields.items()
                if name.startswith("post:")
            },
        }
    )


def _error(value: str | None) -> ErrorRecord | None:
    return ErrorRecord.model_validate_json(value) if value else None


def _times(fields: Mapping[str, str], stage: str) -> StageTimes:
    return StageTimes(
        began=seconds(fields.get(f"began:{stage}")),
        ended=seconds(fields.get(f"ended:{stage}")),
        retries=int(fields.get(f"retries:{stage}", 0)),
    )


def _post(value: str) -> Post:
    return Post.model_validate_json(value)
