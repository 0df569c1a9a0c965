"""What a format's codecs mean for the member: whether it plays without conversion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

type Format = Mapping[str, Any]
type Choice = tuple[Format, ...]
"""One format, or a picture and a sound that are put together afterwards."""

EVERYWHERE: Final = 4
LIKELY: Final = 3
SOMEWHERE: Final = 2
RARELY: Final = 1
CONVERTED: Final = 0

_H264: Final = re.compile(r"avc|h264")
_AAC: Final = re.compile(r"mp4a(?!\.6[9b])|aac", re.IGNORECASE)
"""Two of MP4's names of sounds mean MP3."""
_SOUND: Final = re.compile(r"mp4a|aac|mp3|opus|vorbis")
"""What `bossbot.media.sound` copies."""
_VPX: Final = re.compile(r"vp0?[89]")
_AV1: Final = re.compile(r"av0?1")
_WEBM_SOUND: Final = re.compile(r"opus|vorbis|none")
_WEBM: Final = frozenset({"webm", "mkv"})
_DEEP: Final = re.compile(
    r"dv|vp0?9\.0?[23]|av0?1\.\d+\.\w+\.1[02]|(?:hev|hvc)1\.\w?2|avc\d\.(?:6e|7a|f4)",
    re.IGNORECASE,
)


def playable(choice: Choice) -> int:
    """How well Discord plays it as it is.

    Returns:
        `EVERYWHERE` (H.264 and AAC), `LIKELY` (by the extension, the codecs are not
        told), `SOMEWHERE` (WebM, or only the sound has to be encoded), `RARELY` (AV1
        in WebM) or `CONVERTED`: the picture has to be encoded.
    """
    if is_deep(choice[0]):
        return CONVERTED
    video, extension = choice[0].get("vcodec"), choice[0].get("ext")
    if video is None:
        return SOMEWHERE if extension in _WEBM else LIKELY
    if _H264.match(video):
        audio = choice[-1].get("acodec")
        plain = audio in (None, "none") or is_aac(choice[-1])
        return EVERYWHERE if plain else SOMEWHERE
    # What comes apart is put together in the container that fits.
    packed = len(choice) > 1 or extension in _WEBM
    sound = str(choice[-1].get("acodec") or "none")
    if not packed or not _WEBM_SOUND.match(sound):
        return CONVERTED
    if _VPX.match(video):
        return SOMEWHERE
    return RARELY if _AV1.match(video) else CONVERTED


def is_deep(one: Format) -> bool:
    """Whether it has more than eight bits a colour: encoded anew, it looks pale."""
    colours = one.get("dynamic_range") or "SDR"
    return colours != "SDR" or _DEEP.match(str(one.get("vcodec"))) is not None


def is_aac(one: Format) -> bool:
    """Whether its sound is one that every device plays in a video."""
    return _AAC.match(str(one.get("acodec"))) is not None


def is_copied(one: Format) -> bool:
    """Whether its sound alone needs no encoding, as far as is known."""
    codec = one.get("acodec")
    return codec is None or _SOUND.match(str(codec)) is not None
