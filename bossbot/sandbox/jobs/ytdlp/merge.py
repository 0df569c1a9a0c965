"""Putting a picture and a sound that came as two files into one, without encoding.

In process by PyAV: yt-dlp would run ffmpeg on the hostile files with every protocol
and demuxer enabled, and a "video" that is a playlist would then open what it likes.
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from bossbot.errors import InvalidFileError

_DEMUXERS: Final = "mov,mp4,matroska,webm,mpegts,aac,mp3,ogg,flac,flv"
_OPTIONS: Final = {"protocol_whitelist": "file", "format_whitelist": _DEMUXERS}
_MP4: Final = frozenset({"h264", "hevc", "av1", "aac", "mp3", "alac"})
_WEBM: Final = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})


def merge(video: Path, audio: Path, stem: Path) -> Path:
    """Write one file with the first picture of `video` and sound of `audio`.

    Args:
        video: A fetched file.
        audio: A fetched file.
        stem: Where to write, without extension: the codecs decide it.

    Returns:
        The file written, in one step: there is never half a one of that name.

    Raises:
        InvalidFileError: They are not what they should be.
    """
    try:
        with (
            av.open(str(video), options=_OPTIONS) as pictures,
            av.open(str(audio), options=_OPTIONS) as sounds,
        ):
            return _merge(pictures, sounds, stem)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise InvalidFileError(reason="streams") from error


def _merge(pictures: InputContainer, sounds: InputContainer, stem: Path) -> Path:
    sources = (pictures.streams.video[0], sounds.streams.audio[0])
    codecs = {one.codec_context.name for one in sources}
    extension = "mp4" if codecs <= _MP4 else "webm" if codecs <= _WEBM else "mkv"
    target = stem.with_name(f"{stem.name}.{extension}")
    half = stem.with_name(f"{stem.name}.merging.{extension}")
    # Streams of one broadcast share a clock that may start anywhere: both move back
    # by the same amount, so that they stay together.
    start = min(one.start_time or 0 for one in (pictures, sounds)) / av.time_base
    with av.open(str(half), "w") as output:
        copies: dict[Any, Any] = {
            one: output.add_stream_from_template(one) for one in sources
        }
        for packet in _in_order(pictures, sounds):
            shift = int(Fraction(start) / (packet.time_base or 1))
            packet.pts = None if packet.pts is None else packet.pts - shift
            packet.dts = packet.dts - shift
            packet.stream = copies[packet.stream]
            output.mux(packet)
    return half.replace(target)


def _in_order(pictures: InputContainer, sounds: InputContainer) -> Any:
    """The packets of both by time, as a player will want to read them."""

    def packets(container: InputContainer, stream: Any) -> Any:
        for packet in container.demux(stream):
            if packet.dts is not None:
                yield packet

    return heapq.merge(
        packets(pictures, pictures.streams.video[0]),
        packets(sounds, sounds.streams.audio[0]),
        key=lambda packet: packet.dts * packet.time_base,
    )
