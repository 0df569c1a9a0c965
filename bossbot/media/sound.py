"""How sound is made to fit: as it is where Discord plays it, else MP3, else Opus."""

from __future__ import annotations

from typing import Final

from bossbot.media.arguments import CLEAN, FASTSTART, sound_map
from bossbot.media.budget import bitrate, duration_of
from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan

_WAV: Final = {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"}
_MP3_BITRATES: Final = (192, 160, 128, 96, 80, 64, 56, 48)
"""kbit/s; below the last one Opus sounds better than MP3."""
_OPUS_BITRATES: Final = (40, 32, 24, 16, 12, 8)
_SMALL_OPUS: Final = 48
_STEREO_FROM: Final = 24
_MARGIN: Final = 0.98


def audio_plans(facts: Facts, limit: int, *, small: bool) -> tuple[StreamPlan, ...]:
    """The plans for sound alone, best first.

    Args:
        facts: Of an audio, or of a video whose sound is wanted.
        limit: The most bytes of the result.
        small: Whether the smallest is wanted rather than the best.
    """
    if facts.audio_stream is None:
        return ()
    fits = facts.kind == "video" or facts.size <= limit
    copies = _copies(facts, limit) if fits else []
    if small:
        top = min(limit, facts.size)
        opus = (
            [_opus(facts, top, _SMALL_OPUS)] if _room(facts, top) > _SMALL_OPUS else []
        )
        return (*opus, *copies, *_encodes(facts, limit))
    return (*copies, *_encodes(facts, limit))


def sound_of(facts: Facts, limit: int, *, copied: bool) -> list[StreamPlan]:
    """The plans that keep its packets, or those that don't, for so many bytes."""
    if facts.audio_stream is None:
        return []
    return _copies(facts, limit) if copied else _encodes(facts, limit)


def _copies(facts: Facts, limit: int) -> list[StreamPlan]:
    plan = None if facts.loose else _copy(facts, limit)
    return [plan] if plan else []


def _room(facts: Facts, limit: int) -> float:
    """The kbit/s that the limit has room for."""
    return bitrate(limit, duration_of(facts)) * _MARGIN / 1000


def _encodes(facts: Facts, limit: int) -> list[StreamPlan]:
    room = _room(facts, limit)
    mp3 = [_mp3(facts, limit, rate) for rate in _MP3_BITRATES if rate <= room]
    opus = [_opus(facts, limit, rate) for rate in _OPUS_BITRATES if rate <= room]
    return [*mp3[:2], *opus[:3]]


def _copy(facts: Facts, limit: int) -> StreamPlan | None:
    if facts.audio_codec == "mp3":
        return _plan(facts, limit, ("-c:a", "copy"), extension=".mp3", muxer="mp3")
    if facts.audio_codec == "aac":
        return _plan(facts, limit, ("-c:a", "copy"), extension=".m4a", muxer="ipod")
    if facts.audio_codec in {"opus", "vorbis"}:
        return _plan(facts, limit, ("-c:a", "copy"), extension=".ogg", muxer="ogg")
    if facts.container == "wav" and facts.audio_codec in _WAV:
        return _plan(facts, limit, ("-c:a", "copy"), extension=".wav", muxer="wav")
    return None


def _mp3(facts: Facts, limit: int, rate: int) -> StreamPlan:
    codec = ("-c:a", "libmp3lame", "-b:a", f"{rate}k", "-ac", "2")
    return _plan(facts, limit, codec, extension=".mp3", muxer="mp3")


def _opus(facts: Facts, limit: int, rate: int) -> StreamPlan:
    channels = "2" if rate >= _STEREO_FROM else "1"
    codec = (
        *("-c:a", "libopus", "-vbr", "constrained", "-b:a", f"{rate}k"),
        *("-ac", channels),
    )
    return _plan(facts, limit, codec, extension=".ogg", muxer="ogg")


def _plan(
    facts: Facts, limit: int, codec: tuple[str, ...], *, extension: str, muxer: str
) -> StreamPlan:
    tagless = ("-id3v2_version", "0", "-write_id3v1", "0") if muxer == "mp3" else ()
    index = FASTSTART if muxer == "ipod" else ()
    return StreamPlan(
        arguments=(*sound_map(facts), "-vn", *codec, *CLEAN, *tagless, *index),
        extension=extension,
        muxer=muxer,
        kind="audio",
        limit=limit,
        action="copied" if "copy" in codec else "encoded",
    )
