"""Looking into video and audio with PyAV: the streams, and one frame of each.

The demuxer is forced by the caller and the bytes come through a descriptor; no
protocol is allowed, so nothing in the file can make libavformat open another one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bossbot.errors import InvalidFileError
from bossbot.sandbox.media.packets import is_loose, last_end

_OPTIONS: Final = {"protocol_whitelist": "none", "enable_drefs": "0"}
_PACKETS: Final = 1000
_BYTES: Final = 32 * 1024 * 1024
"""How far into the file the first frames may be."""
_BROKEN_PACKETS: Final = 30
"""Streams may start in the middle; so many may be unreadable before the first frame."""

_UNREADABLE: Final = (
    av.FFmpegError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

type Frames = dict[int, VideoFrame | AudioFrame]


def look(descriptor: int, opener: str) -> dict[str, Any]:
    """Find the picture and the sound, and decode one frame of each.

    Raises:
        InvalidFileError: There is neither, or what there is doesn't decode.
    """
    try:
        with _container(descriptor, opener) as container:
            return _facts(container)
    except (MemoryError, av.error.MemoryError):
        raise InvalidFileError(reason="too_complex") from None
    except _UNREADABLE as error:
        raise InvalidFileError(reason="damaged") from error


def play_time(descriptor: int, opener: str) -> float | None:
    """Seconds until the last packet's end; None where that can't be told."""
    try:
        with _container(descriptor, opener) as container:
            return last_end(container)
    except _UNREADABLE:
        return None


@contextlib.contextmanager
def _container(descriptor: int, opener: str) -> Iterator[InputContainer]:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with (
        os.fdopen(os.dup(descriptor), "rb") as file,
        av.open(file, "r", format=opener, options=dict(_OPTIONS)) as container,
    ):
        yield container


def _facts(container: InputContainer) -> dict[str, Any]:
    video = next((s for s in container.streams.video if not _is_cover(s)), None)
    audio = next(iter(container.streams.audio), None)
    if video is None and audio is None:
        raise InvalidFileError(reason="no_media")
    frames = _first_frames(container, [s for s in (video, audio) if s is not None])
    facts: dict[str, Any] = {"kind": "video" if video else "audio"}
    if video is not None:
        frame = frames.get(video.index)
        if not isinstance(frame, VideoFrame):
            raise InvalidFileError(reason="damaged")
        facts |= _picture(video, frame)
    if audio is not None and audio.index in frames:
        facts |= {
            "audio_stream": audio.index,
            "audio_codec": audio.codec_context.codec.canonical_name,
        }
    elif video is None:
        raise InvalidFileError(reason="damaged")
    facts["duration"] = _duration(container, video or audio)
    facts["loose"] = is_loose(container)
    return facts


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _has_decoder(stream: VideoStream | AudioStream) -> bool:
    """PyAV leaves the context out, against its own hints, where it knows no codec."""
    return getattr(stream, "codec_context", None) is not None


def _first_frames(
    container: InputContainer, streams: list[VideoStream | AudioStream]
) -> Frames:
    """One decoded frame of every stream that has one, by stream index."""
    frames: Frames = {}
    seen = broken = 0
    decodable = [s for s in streams if _has_decoder(s)]
    for stream in decodable:
        stream.codec_context.thread_count = 1
    for number, packet in enumerate(container.demux(decodable)):
        if packet.stream_index in frames:
            continue
        try:
            decoded = packet.decode()
        except av.InvalidDataError:
            broken += 1
            decoded = []
        seen += packet.size
        for frame in decoded[:1]:
            if isinstance(frame, VideoFrame | AudioFrame):
                frames[packet.stream_index] = frame
        spent = number > _PACKETS or seen > _BYTES or broken > _BROKEN_PACKETS
        if spent or len(frames) == len(decodable):
            break
    return frames


def _picture(video: VideoStream, frame: VideoFrame) -> dict[str, Any]:
    aspect = video.codec_context.sample_aspect_ratio or Fraction(1)
    aspect = Fraction(aspect.numerator, aspect.denominator or 1)
    sane = Fraction(1, 8) <= aspect <= 8
    width = round(frame.width * aspect) if sane else frame.width
    height = frame.height
    if frame.rotation % 180:
        width, height = height, width
    rate = video.average_rate or video.guessed_rate
    return {
        "video_stream": video.index,
        "video_codec": video.codec_context.codec.canonical_name,
        "pixel_format": frame.format.name,
        "width": width,
        "height": height,
        "frame_rate": float(rate) if rate else None,
    }


def _duration(
    container: InputContainer, main: VideoStream | AudioStream | None
) -> float | None:
    if container.duration and container.duration > 0:
        return container.duration / av.time_base
    if main is not None and main.duration and main.time_base:
        return float(main.duration * main.time_base)
    return last_end(container)
