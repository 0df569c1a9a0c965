"""What probing a file found out."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.models import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The truth about a file, by its content.

    Attributes:
        container: What it is packed in (`mp4`, `mov`, `matroska`, `gif`, `jpeg` …).
        opener: Who opened it and must open it again: Pillow's format or the demuxer.
        size: Bytes.
        width: Pixels as displayed: after rotation and sample aspect ratio.
        duration: Seconds; None for still images and where it is unknown.
        frame_rate: Frames per second of the video stream, on average.
        pixel_format: ffmpeg's name of it, or Pillow's mode.
        animated: An image of several frames; `frames` of them, by its own account.
        transparent: The first picture really has see-through pixels.
        video_stream: The index of the stream that is the picture, never cover art.
        audio_stream: The index of the stream that is the sound.
        loose: There are bytes between the frames that belong to none of them.
    """

    kind: Kind
    mime: str
    container: str
    opener: str
    size: int
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    frame_rate: float | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    pixel_format: str | None = None
    animated: bool = False
    frames: int = 1
    transparent: bool = False
    video_stream: int | None = None
    audio_stream: int | None = None
    loose: bool = False
