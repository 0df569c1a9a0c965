"""imgur, Bluesky and direct links: everything else."""

from __future__ import annotations

from typing import Any, Final

from bossbot.pipeline.ports import Outcome
from tests.world.cache import made
from tests.world.played.case import Case, Check
from tests.world.siteplayer.sites import bluesky, faults, files, imgur
from tests.world.siteplayer.sites.files_peertube import VIDEO
from tests.world.siteplayer.sites.files_podcast import FEED


def _are(*samples: str) -> Check:
    """The files are these samples, in this order, byte by byte."""

    def check(_outcome: Outcome, found: list[bytes]) -> None:
        wanted = [made(name, files.MAKERS[name]).read_bytes() for name in samples]
        assert [len(one) for one in found] == [len(one) for one in wanted]
        assert found == wanted

    return check


def _says(check: Check | None = None, **wanted: Any) -> Check:
    """The metadata hold this, besides."""

    def also(outcome: Outcome, found: list[bytes]) -> None:
        assert outcome.metadata is not None
        told = {key: getattr(outcome.metadata, key) for key in wanted}
        assert told == wanted, told
        if check is not None:
            check(outcome, found)

    return also


def _named(*names: str) -> Check:
    def check(outcome: Outcome, _found: list[bytes]) -> None:
        assert [file.name for file in outcome.files or ()] == list(names)

    return check


def _imgur(name: str, url: str, **how: Any) -> Case:
    return Case(platform="imgur", name=name, url=url, **how)


def _bluesky(name: str, url: str, **how: Any) -> Case:
    return Case(platform="bluesky", name=name, url=url, **how)


def _other(name: str, url: str, **how: Any) -> Case:
    return Case(platform="other", name=name, url=url, **how)


_GALLERY_DL: Final = "gallery-dl"
_PICTURE: Final = {"tool": _GALLERY_DL, "kinds": ("image",)}
_ALBUM: Final = {
    "tool": _GALLERY_DL,
    "kinds": ("image", "image", "video"),
    "check": _says(
        _are("photo.jpg", "picture.png", "clip.mp4"), title="The harbour at dawn"
    ),
}
_DAWN: Final = {"title": "The harbour at dawn", "author": "harbour_watch"}

_IMGUR: Final = (
    _imgur(
        *("picture", imgur.PICTURE),
        **_PICTURE,
        check=_says(_are("photo.jpg"), **_DAWN),
    ),
    _imgur("picture, by its file", imgur.DIRECT, **_PICTURE, check=_are("photo.jpg")),
    _imgur(
        *("animation (gifv)", imgur.GIFV),
        tool=_GALLERY_DL,
        kinds=("video",),
        check=_are("clip.mp4"),
    ),
    _imgur(
        *("video", imgur.VIDEO),
        tool=_GALLERY_DL,
        kinds=("video",),
        check=_are("clip.mp4"),
    ),
    _imgur("album", imgur.ALBUM, **_ALBUM),
    _imgur("album, by its gallery", imgur.GALLERY, **_ALBUM),
    _imgur(
        *("album, only two of it", imgur.ALBUM),
        tool=_GALLERY_DL,
        kinds=("image", "image"),
        how={"max_files": 2},
        check=_are("photo.jpg", "picture.png"),
    ),
    _imgur(
        *("album with a removed picture", imgur.BROKEN_ALBUM),
        tool=_GALLERY_DL,
        kinds=("image", "image"),
        skipped=("not_found",),
        check=_are("photo.jpg", "picture.png"),
    ),
    _imgur("gone", imgur.GONE, error="not_found"),
    _imgur("removed, a notice in its place", imgur.REMOVED, error="not_found"),
    _imgur("over capacity", imgur.BUSY, error="rate_limit", retry_after=600),
)

_BLUESKY: Final = (
    _bluesky(
        *("pictures", bluesky.PICTURES),
        tool=_GALLERY_DL,
        kinds=("image", "image"),
        check=_says(
            _are("gps.jpg", "photo.jpg"),
            text="Two photos of the harbour",
            author="Harbour watch",
            age_restricted=False,
        ),
    ),
    _bluesky(
        *("video", bluesky.VIDEO),
        tool="yt-dlp",
        kinds=("video",),
        check=_says(_are("clip.mp4"), text="A boat goes out"),
    ),
    _bluesky(
        *("pictures beside a quoted post", bluesky.BOTH),
        **_PICTURE,
        check=_are("photo.jpg"),
    ),
    _bluesky("video of a quoted post", bluesky.QUOTE, tool="yt-dlp", kinds=("video",)),
    _bluesky(
        *("profile, the same picture in several posts", bluesky.PROFILE),
        tool=_GALLERY_DL,
        kinds=("video", "image", "image"),
        check=_are("clip.mp4", "gps.jpg", "photo.jpg"),
    ),
    _bluesky(
        *("pictures of a quoted post", bluesky.QUOTED_PICTURES),
        tool=_GALLERY_DL,
        kinds=("image", "image"),
        check=_are("gps.jpg", "photo.jpg"),
    ),
    _bluesky(
        *("text only", bluesky.TEXT),
        error="unsupported_url",
        data={"reason": "no_media"},
    ),
    _bluesky("gone", bluesky.GONE, error="not_found"),
    _bluesky("no such author", bluesky.NOBODY, error="not_found"),
    _bluesky(
        *("author who asks to be shown to members only", bluesky.MEMBERS_ONLY),
        **_PICTURE,
        check=_are("photo.jpg"),
    ),
    _bluesky(
        *("labelled as adult", bluesky.ADULT),
        **_PICTURE,
        check=_says(age_restricted=True),
    ),
)


def _direct(name: str, sample: str, kind: str) -> Case:
    return _other(
        *(name, files.url(sample)),
        tool=_GALLERY_DL,
        kinds=(kind,),
        check=_are(sample),
    )


_FILES: Final = (
    _direct("picture", "photo.jpg", "image"),
    _direct("animation", "loop.gif", "image"),
    _direct("video (mp4)", "clip.mp4", "video"),
    _direct("video (webm)", "clip.webm", "video"),
    _direct("sound (mp3)", "tone.mp3", "audio"),
    _direct("sound (ogg)", "tone.ogg", "audio"),
    _other(
        *("web page under a picture's name", faults.url("page/a.jpg")),
        error="invalid_file",
        data={"reason": "web_page"},
    ),
    _other(
        *("PeerTube video in several qualities", VIDEO),
        tool="yt-dlp",
        kinds=("video",),
        check=_says(title="Harbour at dawn", author="Harbour watch"),
    ),
    _other(
        *("podcast, one episode gone", FEED),
        tool="yt-dlp",
        kinds=("audio", "audio"),
        skipped=("not_found",),
        check=_says(
            _named("The first episode.mp3", "The third episode.ogg"),
            title="Harbour sounds",
        ),
    ),
    _other(
        *("podcast, only one of it", FEED),
        tool="yt-dlp",
        kinds=("audio",),
        how={"max_files": 1},
        check=_are("tone.mp3"),
    ),
)

CASES: Final = (*_IMGUR, *_BLUESKY, *_FILES)
