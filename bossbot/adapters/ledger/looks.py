"""Many downloads at one look: records, progress and outlooks in a few round trips."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import NoScriptError

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.outlook import outlook_of
from bossbot.adapters.ledger.records import DELIVERIES
from bossbot.adapters.ledger.scripts import PREFIX, arguments, source
from bossbot.models import (
    ENDED,
    WAITING,
    DownloadRecord,
    Look,
    Outlook,
    Progress,
    State,
)
from bossbot.queue.names import is_download_id

_AT_ONCE: Final = 100
"""Downloads per round trip, which keeps answers to some 100 kB."""

type _Hash = Mapping[str, str]


async def looks(
    client: Redis, download_ids: Iterable[str], *, max_running: int
) -> dict[str, Look]:
    """What stands in the ledger, by the id that a requester was given.

    Args:
        client: Of the ledger.
        download_ids: Those without a record are left out.
        max_running: How many downloads run at once.
    """
    ids = [one for one in dict.fromkeys(download_ids) if is_download_id(one)]
    found: dict[str, Look] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = await _recorded(client, ids[start : start + _AT_ONCE])
        waiting = [
            name for name, look in some.items() if look.record.state is State.QUEUED
        ]
        for name, outlook in await _outlooks(client, waiting, max_running):
            some[name] = some[name].model_copy(update={"outlook": outlook})
        found |= some
    return found


async def _recorded(client: Redis, ids: list[str]) -> dict[str, Look]:
    found: dict[str, Look] = {}
    shared: dict[str, tuple[str, int]] = {}
    answers = await _read(client, ids, aliases=True)
    for name, (fields, progress, alias) in zip(ids, answers, strict=True):
        if DELIVERIES in fields:
            found[name] = _look(decode(name, fields).seen_by(0), progress)
        elif alias:
            record, _, number = alias.partition(":")
            shared[name] = record, int(number or 0)
    answers = await _read(client, [record for record, _ in shared.values()])
    for (name, (record, place)), (fields, progress, _) in zip(
        shared.items(), answers, strict=True
    ):
        whole = decode(record, fields) if DELIVERIES in fields else None
        if whole and any(one.number == place for one in whole.deliveries):
            found[name] = _look(whole.seen_by(place), progress)
    return found


async def _read(
    client: Redis, ids: list[str], *, aliases: bool = False
) -> Iterator[tuple[_Hash, str | None, str | None]]:
    """Per id: the record's hash, its progress, and what the id stands for."""
    async with client.pipeline(transaction=False) as pipe:
        for name in ids:
            pipe.hgetall(f"{PREFIX}download:{name}")
            pipe.get(f"{PREFIX}progress:{name}")
            if aliases:
                pipe.get(f"{PREFIX}alias:{name}")
        told: list[Any] = await pipe.execute() if ids else []
    if aliases:
        return zip(told[::3], told[1::3], told[2::3], strict=True)
    return zip(told[::2], told[1::2], [None] * len(ids), strict=True)


async def _outlooks(
    client: Redis, ids: list[str], max_running: int
) -> list[tuple[str, Outlook]]:
    if not ids:
        return []
    script = client.register_script(source("outlook"))
    try:
        answers = await _tell(client, script.sha, ids)
    except NoScriptError:
        await client.script_load(script.script)
        answers = await _tell(client, script.sha, ids)
    return [
        (name, outlook_of(json.loads(answer), max_running) if answer else Outlook())
        for name, answer in zip(ids, answers, strict=True)
    ]


async def _tell(client: Redis, sha: str, ids: list[str]) -> list[Any]:
    """The script's answers; the library's own way asks each time if it is loaded."""
    async with client.pipeline(transaction=False) as pipe:
        for name in ids:
            pipe.evalsha(sha, 1, PREFIX, arguments({"id": name}))
        answers: list[Any] = await pipe.execute()
    return answers


def _look(record: DownloadRecord, progress: str | None) -> Look:
    runs = record.state not in WAITING | ENDED
    shown = Progress.model_validate_json(progress) if progress and runs else None
    return Look(record=record, progress=shown)
