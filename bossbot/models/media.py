"""Media as it goes from stage to stage."""

from __future__ import annotations

from typing import Literal

from bossbot.models.harmless import Description
from bossbot.models.words import Value

type Kind = Literal["image", "video", "audio"]


class MediaFile(Value):
    """One file of a download, as it goes from stage to stage.

    Attributes:
        path: Where it is, relative to the download's temp directory.
        name: How the site or tool calls it; untrusted.
        size: Bytes now; `source_size` bytes as fetched.
        action: What transcode did: `kept`, `copied`, `encoded` or `reencoded image`.
        description: What is to be seen in it, in the site's words; untrusted.
    """

    path: str
    name: str
    size: int
    source_size: int | None = None
    kind: Kind | None = None
    mime: str | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    pixel_format: str | None = None
    container: str | None = None
    animated: bool = False
    action: str | None = None
    thumbnail: str | None = None
    description: Description = None


class Limits(Value):
    """The most bytes a posted file may have, by kind, and a fetched one in all."""

    image: int
    audio: int
    video: int
    source: int

    def of(self, kind: Kind) -> int:
        """The limit in bytes of a posted file of this kind."""
        return {"image": self.image, "audio": self.audio, "video": self.video}[kind]

    def within(self, most: int) -> Limits:
        """The same, with no posted file above so many bytes."""
        return Limits(
            image=min(self.image, most),
            audio=min(self.audio, most),
            video=min(self.video, most),
            source=self.source,
        )


class Progress(Value):
    """How a stage is getting on; the last write wins."""

    stage: str
    done: int = 0
    total: int | None = None
    speed: float | None = None
    name: str | None = None
    file_number: int = 1
    file_count: int = 1
