"""What a job found out about a file, as far as it makes sense."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from bossbot.media.facts import Facts
from bossbot.media.refusals import invalid
from bossbot.media.types import Sniffed, mime_type

_FACTS: Final = TypeAdapter(Facts)
_ENDLESS: Final = 1e9
"""Pixels, seconds or frames a second that no file has: 32 years of it, for one."""
_LONGEST: Final = 100
"""Characters of a codec's name."""


def believed(
    claimed: Sniffed, size: int, value: Mapping[str, Any], **known: Any
) -> Facts:
    """What the job found, which a decoder under attack may have written.

    Args:
        claimed: What the file's first bytes said.
        size: Its bytes.
        value: What the job said.
        known: Fields in which the job isn't asked.

    Raises:
        InvalidFileError: It makes no sense.
    """
    try:
        told = {**value, **known}
        facts = _FACTS.validate_python(
            {
                **told,
                "mime": mime_type(claimed.container, told["kind"]),
                "container": claimed.container,
                "opener": claimed.opener,
                "size": size,
            }
        )
    except (KeyError, TypeError, ValueError):
        raise invalid("damaged") from None
    measures = (facts.width, facts.height, facts.duration, facts.frame_rate)
    words = (facts.video_codec, facts.audio_codec, facts.pixel_format)
    sane = all(map(_is_sane, measures)) and all(len(w or "") <= _LONGEST for w in words)
    if not sane:
        raise invalid("damaged")
    return facts


def _is_sane(measure: float | None) -> bool:
    return measure is None or (math.isfinite(measure) and 0 <= measure < _ENDLESS)
