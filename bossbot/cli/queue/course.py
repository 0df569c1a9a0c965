"""How a download went, as lines of its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Final

from bossbot.messages.neutral import clean
from bossbot.messages.shell import explain_in_shell
from bossbot.messages.units import size
from bossbot.models import (
    Delivery,
    DirectoryTarget,
    DownloadRecord,
    ErrorRecord,
    Target,
)

_UNFINISHED: Final = "not finished"


def course_of(record: DownloadRecord) -> Iterator[tuple[str, str]]:
    """Label and text of each line: stages, files, what was left out, for whom.

    Only the first line of a group has a label.
    """
    yield from _group("Stages", _stages(record))
    yield from _group("Files", _files(record))
    yield from _group("Left out", map(error_said, record.skipped))
    yield from _group("For", (_delivery(one, record) for one in record.deliveries))


def _group(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return zip(chain([label], repeat("")), texts, strict=False)


def _stages(record: DownloadRecord) -> Iterator[str]:
    for stage, times in record.stages.items():
        if times.began is None:
            continue
        ended = times.ended or record.ended
        took = _UNFINISHED if ended is None else f"{max(0, ended - times.began):.1f}s"
        again = f", {_retries(times.retries)}" if times.retries else ""
        yield f"{stage:<10} {took}{again}"


def _retries(count: int) -> str:
    return "1 retry" if count == 1 else f"{count} retries"


def _files(record: DownloadRecord) -> Iterator[str]:
    for file in record.files:
        facts = [size(file.size), file.mime or "", file.action or ""]
        if file.source_size not in {None, file.size}:
            facts.append(f"fetched as {size(file.source_size or 0)}")
        shown = ", ".join(fact for fact in facts if fact)
        yield f"{clean(file.name, 80)} ({shown})"


def _delivery(delivery: Delivery, record: DownloadRecord) -> str:
    who = f"user {clean(delivery.requester, 20)}"
    state = delivery.state or (record.state if record.ended else None)
    end = state.value if state else "owed"
    again = f", generation {delivery.generation}" if delivery.generation else ""
    own = delivery.error if delivery.error != record.error else None
    error = f" ({error_said(own)})" if own else ""
    where = _where(delivery.target)
    return f"{delivery.id or record.id}: {who}, {where}: {end}{again}{error}"


def _where(target: Target) -> str:
    if isinstance(target, DirectoryTarget):
        return clean(target.path, 200)
    return f"channel {target.channel_id} of server {target.guild_id}"


def error_said(error: ErrorRecord) -> str:
    """Its code, and what people read."""
    return f"{error.code}: {explain_in_shell(error).text}"
