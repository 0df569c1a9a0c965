"""How video and audio are made to fit: copied where they can be, else encoded."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bossbot.media.arguments import (
    AAC_BITRATE,
    CLEAN,
    FASTSTART,
    aac,
    picture_map,
    x264,
)
from bossbot.media.budget import Budget, budget
from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan
from bossbot.media.sound import audio_plans
from bossbot.models import Format, Limits

_MP4_FROM: Final = {"mp4", "mov", "m4a", "matroska", "webm", "flv", "mpegts"}
"""Of AVI the timestamps can't be trusted."""
_WEBM_FROM: Final = {"webm", "matroska"}
_SHRINKS: Final = {"mpegts": 1.1}
"""How much larger than the limit a file may be whose container wastes so much."""
_WEBM_VIDEO: Final = {"vp8", "vp9", "av1"}
_WEBM_AUDIO: Final = {"opus", "vorbis", None}
_PLAYABLE: Final = {"yuv420p", "yuvj420p"}
_CRF: Final = 23
_SMALLEST_CRF: Final = 28
_SMALLEST_HEIGHT: Final = 480
_SAFER: Final = 0.6
"""Of the limit, for the plan after one whose result was too large."""
_SAFEST: Final = 0.35
_NEARLY_FULL: Final = 0.7
_STARVED: Final = 30.0
"""A mean quantizer from which on the bits were clearly missing (CRF 23 gives 20–28)."""
_FILL: Final = 0.95
_LONGEST_TWO_PASS: Final = 180.0
"""Seconds of video: it doubles the time, and its statistics take 7 KB a frame."""


def stream_plans(
    facts: Facts, limits: Limits, wanted: Format, *, tight: bool = False
) -> tuple[StreamPlan, ...]:
    """The plans for video or audio, best first; the next is for when one is too large.

    Args:
        facts: Of a video, an audio or a GIF.
        limits: The most bytes of the result, by kind.
        wanted: What the requester asked for; `audio` takes the sound alone.
        tight: Whether `smallest` may become worse than anybody would choose unasked.
    """
    if facts.kind == "audio" or wanted is Format.AUDIO:
        return audio_plans(facts, limits.audio, small=wanted is Format.SMALLEST)
    if wanted is Format.SMALLEST:
        return _smallest(facts, limits.video, tight=tight)
    copies = _copies(facts, limits.video)
    return (*copies, *_encodes(facts, limits.video, shares=(1.0, _SAFER, _SAFEST)))


def pictures_of(facts: Facts, limit: int, *, copied: bool) -> tuple[StreamPlan, ...]:
    """The plans that keep its packets, or the one that doesn't, for so many bytes."""
    if copied:
        return _copies(facts, limit)
    return _encodes(facts, limit, shares=(1.0,))


def gif_plan(facts: Facts, limit: int) -> StreamPlan | None:
    """A GIF as silent video, to be kept only when it is smaller than the GIF."""
    figures = budget(facts, min(limit, facts.size))
    return _encode(facts, figures, min(limit, facts.size)) if figures else None


def second_look(
    facts: Facts,
    plan: StreamPlan,
    size: int,
    quantizer: float | None,
    wanted: Format = Format.BEST,
) -> StreamPlan | None:
    """Two passes at nearly the whole limit, where one pass left room it needed.

    Args:
        facts: Of the source.
        plan: The plan that gave the first result.
        size: The first result's bytes.
        quantizer: Its mean quantizer.
        wanted: What the requester asked for; `smallest` is coarse on purpose.
    """
    starved = quantizer is not None and quantizer > _STARVED
    roomy = size < plan.limit * _NEARLY_FULL
    short = facts.duration is not None and facts.duration <= _LONGEST_TWO_PASS
    worth_it = plan.action == "encoded" and wanted is not Format.SMALLEST
    if not (worth_it and starved and roomy and short):
        return None
    figures = budget(facts, int(plan.limit * _FILL))
    if figures is None:
        return None
    return replace(_encode(facts, figures, plan.limit, crf=None), two_pass=True)


def _smallest(facts: Facts, limit: int, *, tight: bool) -> tuple[StreamPlan, ...]:
    """Smaller than it came, or as it came if it can't be."""
    small: list[StreamPlan] = []
    for worst in (False, True) if tight else (False,):
        small += _encodes(
            facts,
            min(limit, facts.size),
            shares=(1.0, _SAFER),
            crf=_SMALLEST_CRF,
            max_height=_SMALLEST_HEIGHT,
            tight=worst,
        )
    return (*small, *_copies(facts, limit))


def _copies(facts: Facts, limit: int) -> tuple[StreamPlan, ...]:
    """The plan that keeps the picture's packets, where every browser plays them."""
    room = limit * _SHRINKS.get(facts.container, 1.0)
    if facts.size > room or facts.pixel_format not in _PLAYABLE:
        return ()
    if facts.video_codec == "h264" and facts.container in _MP4_FROM:
        keep = facts.audio_codec in {"aac", None}
        sound = ("-c:a", "copy") if keep else aac(AAC_BITRATE)
        return (_mp4(facts, ("-c:v", "copy", *sound), limit, copied=keep),)
    webm = facts.video_codec in _WEBM_VIDEO and facts.audio_codec in _WEBM_AUDIO
    if webm and facts.container in _WEBM_FROM:
        return (
            StreamPlan(
                arguments=(*picture_map(facts), "-c", "copy", *CLEAN),
                extension=".webm",
                muxer="webm",
                kind="video",
                limit=limit,
                action="copied",
            ),
        )
    return ()


def _encodes(
    facts: Facts,
    limit: int,
    *,
    shares: tuple[float, ...],
    crf: int = _CRF,
    max_height: int = 720,
    tight: bool = False,
) -> tuple[StreamPlan, ...]:
    figures = [
        budget(facts, int(limit * share), max_height=max_height, tight=tight)
        for share in shares
    ]
    return tuple(_encode(facts, each, limit, crf=crf) for each in figures if each)


def _encode(
    facts: Facts, figures: Budget, limit: int, *, crf: int | None = _CRF
) -> StreamPlan:
    sound = aac(figures.audio_bitrate) if figures.audio_bitrate else ()
    return _mp4(facts, (*x264(figures, crf=crf), *sound), limit, copied=False)


def _mp4(
    facts: Facts, codecs: tuple[str, ...], limit: int, *, copied: bool
) -> StreamPlan:
    return StreamPlan(
        arguments=(*picture_map(facts), *codecs, *CLEAN, *FASTSTART),
        extension=".mp4",
        muxer="mp4",
        kind="video",
        limit=limit,
        action="copied" if copied else "encoded",
    )
