"""`metadata.json`: what is known of a kept download, beside its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import StringConstraints

from bossbot.models import (
    SCHEMA,
    DownloadRecord,
    MediaFile,
    Metadata,
    State,
    Subtitles,
    Value,
)
from bossbot.models.harmless import Description
from bossbot.storage.retention import kept_seconds

PlainName = Annotated[str, StringConstraints(pattern=r"^[^./\x00][^/\x00]*$")]
"""A name inside `content/`: a tampered document must not lead out of it."""


class StoredFile(Value):
    """One kept file.

    Attributes:
        name: As it stands in `content/`.
        original_name: As the site called it; untrusted.
        thumbnail: The picture beside it in `content/`, where there is one.
    """

    name: PlainName
    original_name: str
    size: int
    sha256: str
    mime: str | None = None
    source_size: int | None = None
    kind: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    action: str | None = None
    thumbnail: PlainName | None = None
    description: Description = None


class StoredSubtitles(Subtitles):
    """Subtitles as they lie in `content/`."""

    path: PlainName


class StageHistory(Value):
    """When a stage began and ended, and how often it was tried again."""

    stage: str
    began: float | None = None
    ended: float | None = None
    retries: int = 0


class StoredDownload(Metadata):
    """The document: what the site said, and what became of it.

    Attributes:
        state: Completed or failed.
        requester: In whose server it is kept.
        requesters: Everybody it was for, in the order they came.
        private: Fetched with cookies: nothing for other servers.
        requested_at: Epoch seconds, as all instants.
    """

    schema_number: int = SCHEMA
    id: str
    state: State
    url: str
    canonical: str
    platform: str
    format: str
    tool: str | None
    requester: str
    requesters: tuple[str, ...] = ()
    guild: str
    private: bool = False
    subtitles: tuple[StoredSubtitles, ...] = ()
    requested_at: float
    kept_at: float
    expires_at: float
    files: tuple[StoredFile, ...]
    history: tuple[StageHistory, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files and subtitles, thumbnails apart."""
        sizes = [one.size for one in self.files]
        return sum(sizes) + sum(one.size for one in self.subtitles)

    @property
    def metadata(self) -> Metadata:
        """What the site said, alone; subtitles by their names in `content/`."""
        plain = [one.model_dump() for one in self.subtitles]
        return Metadata.model_validate(_fields(self) | {"subtitles": plain})

    def names(self) -> set[str]:
        """Everything that belongs into `content/`."""
        thumbnails = {file.thumbnail for file in self.files if file.thumbnail}
        subtitles = {one.path for one in self.subtitles}
        return {file.name for file in self.files} | thumbnails | subtitles


def stored_file(
    file: MediaFile, *, name: str, size: int, sha256: str, thumbnail: str | None
) -> StoredFile:
    """A file's entry: what the stages found out, as it now lies on the disk."""
    return StoredFile(
        name=name,
        original_name=file.name,
        size=size,
        sha256=sha256,
        mime=file.mime,
        source_size=file.source_size,
        kind=file.kind,
        width=file.width,
        height=file.height,
        duration=file.duration,
        action=file.action,
        thumbnail=thumbnail,
        description=file.description,
    )


def stored_download(
    record: DownloadRecord,
    files: Sequence[StoredFile],
    *,
    now: float,
    subtitles: Sequence[StoredSubtitles] = (),
) -> StoredDownload:
    """The document of a download that is kept from `now` on."""
    request = record.keeper.request
    stayed = [one for one in record.deliveries if one.state is not State.CANCELLED]
    return StoredDownload(
        **_fields(record.metadata) | {"subtitles": tuple(subtitles)},
        id=record.id,
        state=State.FAILED if record.state is State.FAILED else State.COMPLETED,
        url=request.url,
        canonical=request.canonical,
        platform=request.platform,
        format=record.change or request.format,
        tool=record.tool,
        requester=request.user,
        requesters=tuple(dict.fromkeys(one.requester for one in stayed)),
        guild=request.guild,
        private=record.private,
        requested_at=record.created,
        kept_at=now,
        expires_at=now + kept_seconds(record),
        files=tuple(files),
        history=tuple(
            StageHistory(stage=stage, **times.model_dump())
            for stage, times in record.stages.items()
        ),
    )


def _fields(about: Metadata) -> dict[str, Any]:
    return {name: getattr(about, name) for name in Metadata.model_fields}
