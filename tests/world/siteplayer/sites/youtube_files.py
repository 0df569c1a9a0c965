"""The formats of YouTube's videos: what the player says of them, and the files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.world import media
from tests.world.cache import made

HOST = "rr1---sn-harbour.googlevideo.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Itag:
    """A format as YouTube numbers them."""

    mime: str
    quality: str
    make: Callable[[], Path]
    bitrate: int
    height: int | None = None

    def told(self, number: str, video: str) -> dict[str, Any]:
        """What the player's answer says of it; the address needs no JavaScript."""
        size = self.make().stat().st_size
        told: dict[str, Any] = {
            "itag": int(number),
            "url": f"https://{HOST}/videoplayback?id={video}&itag={number}&clen={size}",
            "mimeType": self.mime,
            "bitrate": self.bitrate,
            "contentLength": str(size),
            "approxDurationMs": "2000",
            "quality": self.quality,
            "lastModified": "1700000000000000",
        }
        if self.height is None:
            audio = {"audioQuality": "AUDIO_QUALITY_MEDIUM", "audioSampleRate": "48000"}
            return {**told, **audio, "audioChannels": 2}
        shape = {"width": self.height * 16 // 9, "height": self.height, "fps": 25}
        return {**told, **shape, "qualityLabel": f"{self.height}p"}


def _whole(height: int) -> Path:
    size = {"width": height * 16 // 9, "height": height}
    return made(f"youtube-{height}.mp4", media.h264_mp4, **size)


def _silent(height: int) -> Path:
    def make(path: Path) -> Path:
        copy = ("-an", "-c", "copy", "-f", "mp4", str(path))
        media.ffmpeg("-i", str(_whole(height)), *copy)
        return path

    return made(f"youtube-silent-{height}.mp4", make)


def _h264(height: int, codec: str, bitrate: int) -> Itag:
    return Itag(
        mime=f'video/mp4; codecs="{codec}"',
        quality={1080: "hd1080", 720: "hd720"}.get(height, "medium"),
        make=lambda: _silent(height),
        bitrate=bitrate,
        height=height,
    )


PLAIN = {
    "18": Itag(
        mime='video/mp4; codecs="avc1.42001E, mp4a.40.2"',
        quality="medium",
        make=lambda: _whole(360),
        bitrate=500_000,
        height=360,
    )
}
ADAPTIVE = {
    "137": _h264(1080, "avc1.640028", 4_000_000),
    "136": _h264(720, "avc1.4d401f", 2_000_000),
    "134": _h264(360, "avc1.4d401e", 500_000),
    "243": Itag(
        mime='video/webm; codecs="vp9"',
        quality="medium",
        make=lambda: made("youtube-vp9.webm", media.vp9_webm),
        bitrate=400_000,
        height=360,
    ),
    "140": Itag(
        mime='audio/mp4; codecs="mp4a.40.2"',
        quality="tiny",
        make=lambda: made("only-audio.mp4", media.track, of="audio"),
        bitrate=130_000,
    ),
    "251": Itag(
        mime='audio/webm; codecs="opus"',
        quality="tiny",
        make=lambda: made("tone.ogg", media.ogg),
        bitrate=120_000,
    ),
}


async def told(video: str, formats: dict[str, Itag]) -> list[dict[str, Any]]:
    """What a player's answer says of these formats of a video."""

    def tell() -> list[dict[str, Any]]:
        return [one.told(number, video) for number, one in formats.items()]

    return await asyncio.to_thread(tell)


async def file(number: str) -> Path:
    """The file of a format."""
    return await asyncio.to_thread({**PLAIN, **ADAPTIVE}[number].make)
