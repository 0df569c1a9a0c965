"""How video and sound are cut into consecutive parts that each fit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bossbot.media.budget import budget, duration_of, least_bytes
from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan
from bossbot.media.sound import sound_of
from bossbot.media.stream import pictures_of
from bossbot.models import Format, Limits

MOST_PARTS: Final = 10
"""More would fill the channel; Discord takes as many attachments in one message."""
_UNEVEN: Final = 1.15
"""How much larger than the mean a part may be that begins and ends at key frames."""
_MORE_UNEVEN: Final = 1.6
_FILL: Final = 0.95
_SAFER: Final = 0.6
_GOOD_SOUND: Final = 128_000
"""Bits a second for which more parts are made rather than a worse sound."""
_GOOD_HEIGHT: Final = 480
"""Lines of a picture for which more parts are made rather than a smaller picture."""


def split_plans(facts: Facts, limits: Limits, wanted: Format) -> tuple[StreamPlan, ...]:
    """The plans for parts, best first; none where ten parts don't suffice.

    Args:
        facts: Of a video or an audio that is too large as a whole.
        limits: The most bytes of each part, by kind.
        wanted: What the requester asked for; `audio` takes the sound alone.
    """
    sound_alone = facts.kind == "audio" or wanted is Format.AUDIO
    limit = limits.audio if sound_alone else limits.video
    if limit <= 0:
        return ()
    plans = _sounds if sound_alone else _pictures
    return tuple(plans(facts, limit))


def fits_in_parts(
    *, size: int, seconds: float | None, limit: int, sound_alone: bool
) -> bool:
    """Whether ten parts may suffice, as they are or encoded.

    Args:
        size: Bytes of what was fetched.
        seconds: Its duration, where that is known.
        limit: The most bytes of a part.
        sound_alone: Whether there is no picture, or none is wanted.
    """
    copied = size * _UNEVEN <= limit * MOST_PARTS
    least = least_bytes(seconds, picture=not sound_alone)
    return limit > 0 and (copied or least <= limit * MOST_PARTS * _FILL)


def _pictures(facts: Facts, limit: int) -> Iterator[StreamPlan]:
    for count in _counts(facts.size, limit):
        for plan in pictures_of(facts, facts.size, copied=True):
            yield _cut(plan, facts, limit, count)
    count = _good_count(facts, limit)
    for share in (_FILL, _SAFER):
        for plan in pictures_of(facts, int(limit * count * share), copied=False):
            yield _cut(plan, facts, limit, count)


def _sounds(facts: Facts, limit: int) -> Iterator[StreamPlan]:
    if facts.kind == "audio":
        for count in _counts(facts.size, limit):
            for plan in sound_of(facts, facts.size, copied=True):
                yield _cut(plan, facts, limit, count)
    good = math.ceil(duration_of(facts) * _GOOD_SOUND / 8 / (limit * _FILL**2))
    count = min(max(good, 2), MOST_PARTS)
    for plan in sound_of(facts, int(limit * count * _FILL), copied=False):
        yield _cut(plan, facts, limit, count)


def _counts(size: int, limit: int) -> list[int]:
    """How many parts packets are shared out over: the second try has more room."""
    wanted = (math.ceil(size * uneven / limit) for uneven in (_UNEVEN, _MORE_UNEVEN))
    return [count for count in dict.fromkeys(wanted) if 2 <= count <= MOST_PARTS]


def _good_count(facts: Facts, limit: int) -> int:
    """The fewest parts with a good picture."""
    enough = min(_GOOD_HEIGHT, facts.width or 0, facts.height or 0)
    for count in range(2, MOST_PARTS):
        figures = budget(facts, int(limit * count * _FILL))
        if figures and min(figures.width, figures.height) >= enough:
            return count
    return MOST_PARTS


def _cut(plan: StreamPlan, facts: Facts, limit: int, count: int) -> StreamPlan:
    """The plan with its result in parts, equally long as far as key frames allow."""
    each = duration_of(facts) / count
    cuts = tuple(each * number for number in range(1, count))
    return replace(plan, limit=limit, cuts=cuts)
