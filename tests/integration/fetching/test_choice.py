"""The choice of a quality, seen from the site: nothing else is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import av
import pytest

from bossbot.adapters.ffmpeg import Ffmpeg
from bossbot.adapters.ffmpeg_binary import ffmpeg_binary
from bossbot.adapters.media import SandboxedMedia
from bossbot.errors import FileTooLargeError
from bossbot.media.stream import stream_plans
from bossbot.models import Format, Limits
from bossbot.pipeline.ports import Outcome
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files_peertube, streams

pytestmark = pytest.mark.integration

MB = 1024 * 1024
HLS: Final = streams.HLS_LADDER
APART: Final = streams.HLS_APART
DASH: Final = streams.DASH_LADDER
PLAIN: Final = streams.PLAIN_LADDER
CODECS: Final = streams.DASH_CODECS
PAGE: Final = streams.LADDER_PAGE
SIZED: Final = files_peertube.VIDEO
ALL: Final = (HLS, APART, DASH, PAGE, PLAIN, SIZED)
TIGHT, MIDDLING, ROOMY = 0.1, 1.5, 50.0
"""Limits in MB that no quality of the ladder fits, that 720 lines fit, and all."""

_STREAMS: Final = {"0": "360", "1": "720", "2": "1080", "3": "sound"}
_SEGMENT: Final = re.compile(
    r"/ladder/(\d+)/\w+\.ts"
    r"|/apart/(\w+)/\w+\.ts"
    r"|/dash/\w+-stream(?P<dash>\d)\b.*"
    r"|/plain/(\d+)\.mp4"
    r"|/static/web-videos/harbour-(\d+)\.mp4"
)


def asked(site_player: SitePlayer) -> set[object]:
    """The heights, or `sound`, of what was asked for besides lists and pages."""
    found: set[object] = set()
    for seen in site_player.seen:
        if match := _SEGMENT.fullmatch(seen.path):
            one = next(filter(None, match.groups()))
            one = _STREAMS[one] if match["dash"] else one
            found.add(one if one == "sound" else int(one))
    return found


def limits(posted: float, *, source: float = 500) -> Limits:
    """With so many MB for videos and for sounds."""
    most = int(posted * MB)
    return Limits(image=MB, audio=most, video=most, source=int(source * MB))


def height(stage: Stage, outcome: Outcome) -> int:
    """Of the picture that came."""
    assert outcome.files is not None
    (file,) = outcome.files
    with av.open(str(stage.directory / file.path)) as container:
        return container.streams.video[0].height


@pytest.mark.parametrize(
    ("url", "posted", "expected"),
    [
        (HLS, ROOMY, 1080),
        (HLS, MIDDLING, 720),
        (HLS, TIGHT, 360),
        (APART, ROOMY, 1080),
        (APART, MIDDLING, 720),
        (APART, TIGHT, 360),
        (DASH, ROOMY, 1080),
        (DASH, MIDDLING, 720),
        (DASH, TIGHT, 360),
        (SIZED, ROOMY, 1080),
        (SIZED, MIDDLING, 720),
        (SIZED, TIGHT, 360),
        # How long it is, the page doesn't tell; the stream does.
        (PAGE, ROOMY, 1080),
        (PAGE, MIDDLING, 720),
        (PAGE, TIGHT, 360),
        # A page tells no sizes: as tall as a conversion would end.
        (PLAIN, ROOMY, 720),
        (PLAIN, TIGHT, 720),
    ],
)
async def test_the_best_that_fits_or_is_easily_made_to(
    stage: Stage, site_player: SitePlayer, url: str, posted: float, expected: int
) -> None:
    """Of all other qualities not a byte is fetched."""
    outcome = await stage.fetch(url, limits=limits(posted))
    assert asked(site_player) - {"sound"} == {expected}
    assert height(stage, outcome) == expected


@pytest.mark.parametrize("url", ALL)
async def test_smallest(stage: Stage, site_player: SitePlayer, url: str) -> None:
    """The lowest quality, however much would fit."""
    await stage.fetch(url, limits=limits(ROOMY), format=Format.SMALLEST)
    assert asked(site_player) - {"sound"} == {360}


@pytest.mark.parametrize("url", ALL)
async def test_video(stage: Stage, site_player: SitePlayer, url: str) -> None:
    """The same as the best, where there is a picture."""
    await stage.fetch(url, limits=limits(MIDDLING), format=Format.VIDEO)
    assert asked(site_player) - {"sound"} == {720}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (HLS, 360),
        (APART, "sound"),
        (DASH, "sound"),
        (PAGE, 360),
        (PLAIN, 360),
        (SIZED, 360),
    ],
)
async def test_audio(
    stage: Stage, site_player: SitePlayer, url: str, expected: object
) -> None:
    """The sound alone; where it is not to be had alone, with the least picture."""
    await stage.fetch(url, limits=limits(ROOMY), format=Format.AUDIO)
    assert asked(site_player) == {expected}


@pytest.mark.parametrize(
    ("wanted", "expected"), [(Format.BEST, {"1", "3"}), (Format.AUDIO, {"3"})]
)
async def test_what_needs_no_conversion(
    stage: Stage, site_player: SitePlayer, wanted: Format, expected: set[str]
) -> None:
    """H.264 and AAC rather than VP9 and Opus of the same quality."""
    await stage.fetch(CODECS, format=wanted)
    pattern = re.compile(r"/codecs/\w+-stream(\d)\b.*")
    matches = [pattern.fullmatch(seen.path) for seen in site_player.seen]
    assert {match[1] for match in matches if match} == expected


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        *((url, Format.BEST) for url in (HLS, APART, DASH, SIZED, CODECS)),
        *((url, Format.AUDIO) for url in (HLS, APART, DASH, SIZED, CODECS)),
    ],
)
async def test_what_fits_is_only_copied(
    stage: Stage, url: str, wanted: Format, tmp_path: Path
) -> None:
    """The next stages' first plan for it takes no CPU slot."""
    posted = limits(MIDDLING)
    outcome = await stage.fetch(url, limits=posted, format=wanted)
    ffmpeg = Ffmpeg(
        sandbox=stage.sandbox,
        program=ffmpeg_binary(None),
        memory=300 * MB,
        cpu_locks=[tmp_path / "cpu"],
    )
    media = SandboxedMedia(sandbox=stage.sandbox, ffmpeg=ffmpeg, memory=300 * MB)
    assert outcome.files is not None
    facts = await media.probe(stage.directory / outcome.files[0].path)
    assert stream_plans(facts, posted, wanted)[0].action == "copied"


async def test_no_more_than_may_be_fetched(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Where 720 lines are more than the cap, 360 are taken, though it takes 720."""
    outcome = await stage.fetch(SIZED, limits=limits(0.2, source=0.5))
    assert height(stage, outcome) == 360
    assert asked(site_player) == {360}


async def test_what_is_too_large_in_every_quality(
    stage: Stage, site_player: SitePlayer
) -> None:
    """Refused by what the site tells, without a byte of it."""
    with pytest.raises(FileTooLargeError) as caught:
        await stage.fetch(SIZED, limits=limits(0.1, source=0.15))
    assert caught.value.data == {"size_mb": 0.2, "max_mb": 0.1} | {
        key: value for key, value in caught.value.data.items() if key == "platform"
    }
    assert asked(site_player) == set()
