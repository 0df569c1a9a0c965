"""Facts of typical files, with what a test doesn't care about filled in."""

from __future__ import annotations

from typing import Any

from bossbot.media.facts import Facts
from bossbot.models import Limits

MB = 1024 * 1024


def limits(mb: float) -> Limits:
    """The same limit for every kind."""
    size = int(mb * MB)
    return Limits(image=size, audio=size, video=size, source=500 * MB)


def a_video(**changes: Any) -> Facts:
    """A minute of 1080p H.264 with AAC, 60 MB."""
    values: dict[str, Any] = {
        "kind": "video",
        "mime": "video/mp4",
        "container": "mp4",
        "opener": "mov",
        "size": 60 * MB,
        "width": 1920,
        "height": 1080,
        "duration": 60.0,
        "frame_rate": 30.0,
        "video_codec": "h264",
        "audio_codec": "aac",
        "pixel_format": "yuv420p",
        "video_stream": 0,
        "audio_stream": 1,
    }
    return Facts(**(values | changes))


def a_sound(**changes: Any) -> Facts:
    """Three minutes of MP3, 4 MB."""
    values: dict[str, Any] = {
        "kind": "audio",
        "mime": "audio/mpeg",
        "container": "mp3",
        "opener": "mp3",
        "size": 4 * MB,
        "duration": 180.0,
        "audio_codec": "mp3",
        "audio_stream": 0,
    }
    return Facts(**(values | changes))


def an_image(**changes: Any) -> Facts:
    """A photo of 12 megapixels, 4 MB."""
    values: dict[str, Any] = {
        "kind": "image",
        "mime": "image/jpeg",
        "container": "jpeg",
        "opener": "JPEG",
        "size": 4 * MB,
        "width": 4000,
        "height": 3000,
        "pixel_format": "RGB",
    }
    return Facts(**(values | changes))
