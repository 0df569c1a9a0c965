"""YouTube."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import av

from bossbot.models import Format
from bossbot.pipeline.ports import Outcome
from tests.world.played.case import Case
from tests.world.siteplayer.sites import youtube as site


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.title == "A boat in the harbour"
    assert outcome.metadata.author == "Harbour Watch"
    assert "Boats go out" in (outcome.metadata.text or "")


def _merged(outcome: Outcome, files: list[bytes]) -> None:
    """The tallest picture there is a use for, and sound, in one file to copy from."""
    _told(outcome, files)
    with av.open(BytesIO(files[0])) as container:
        (picture,), (sound,) = container.streams.video, container.streams.audio
        assert (picture.height, picture.codec_context.name) == (1080, "h264")
        assert sound.codec_context.name == "aac"


def _in_order(_outcome: Outcome, files: list[bytes]) -> None:
    heights = []
    for data in files:
        with av.open(BytesIO(data)) as container:
            heights.append(container.streams.video[0].height)
    assert heights == [1080, 360, 360]


CASES: Final = (
    Case(
        platform="youtube",
        name="video, one file",
        url=site.PLAIN,
        tool="yt-dlp",
        kinds=("video",),
        check=_told,
    ),
    Case(
        platform="youtube",
        name="video, picture and sound apart in several heights",
        url=site.ADAPTIVE,
        tool="yt-dlp",
        kinds=("video",),
        check=_merged,
    ),
    Case(
        platform="youtube",
        name="short link",
        url=site.SHORT_LINK,
        tool="yt-dlp",
        kinds=("video",),
        check=_merged,
    ),
    Case(
        platform="youtube",
        name="short",
        url=site.SHORT,
        tool="yt-dlp",
        kinds=("video",),
    ),
    Case(
        platform="youtube",
        name="music, as audio",
        url=site.MUSIC,
        tool="yt-dlp",
        kinds=("audio",),
        how={"format": Format.AUDIO},
    ),
    Case(
        platform="youtube",
        name="playlist with a private video in it",
        url=site.PLAYLIST,
        tool="yt-dlp",
        kinds=("video",) * 3,
        skipped=("login_required",),
        check=_in_order,
    ),
    Case(
        platform="youtube",
        name="playlist, only two of it",
        url=site.PLAYLIST,
        tool="yt-dlp",
        kinds=("video", "video"),
        skipped=("login_required",),
        how={"max_files": 2},
    ),
    Case(
        platform="youtube",
        name="video of a playlist",
        url=site.OF_PLAYLIST,
        tool="yt-dlp",
        kinds=("video",),
        check=_merged,
    ),
    Case(
        platform="youtube",
        name="channel: its newest 10",
        url=site.CHANNEL,
        tool="yt-dlp",
        kinds=("video",) * 10,
    ),
    Case(
        platform="youtube",
        name="age gate",
        url=site.AGE,
        error="login_required",
    ),
    Case(
        platform="youtube",
        name="“not a bot”",
        url=site.BOT,
        error="login_required",
        data={"reason": "robot"},
    ),
    Case(
        platform="youtube",
        name="private",
        url=site.PRIVATE,
        error="login_required",
    ),
    Case(
        platform="youtube",
        name="for members of the channel",
        url=site.MEMBERS,
        error="login_required",
    ),
    Case(platform="youtube", name="removed", url=site.REMOVED, error="not_found"),
    Case(
        platform="youtube",
        name="not in this country",
        url=site.ABROAD,
        error="geo_blocked",
    ),
    Case(
        platform="youtube",
        name="live stream",
        url=site.LIVE,
        error="invalid_file",
        data={"reason": "live"},
    ),
    Case(
        platform="youtube",
        name="premiere to come",
        url=site.PREMIERE,
        error="invalid_file",
        data={"reason": "live"},
    ),
    Case(
        platform="youtube",
        name="rate limit",
        url=site.LIMITED,
        error="rate_limit",
        retry_after=120,
    ),
    Case(
        platform="youtube",
        name="rate limit of the player alone",
        url=site.LIMITED_PLAYER,
        error="rate_limit",
        retry_after=120,
    ),
    Case(
        platform="youtube",
        name="rate limit of the session",
        url=site.BUSY,
        error="rate_limit",
        retry_after=3600,
    ),
)
