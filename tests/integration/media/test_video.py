"""Video: copied where it fits, else encoded to fit, in sync, without metadata."""

from __future__ import annotations

import pytest

from bossbot.errors import FileTooLargeError, InvalidFileError
from bossbot.models import Format
from tests.integration.media.measures import lags, packet_hash
from tests.integration.media.stages import MB, Stages
from tests.world import media as world

pytestmark = pytest.mark.integration


async def test_a_fitting_h264_is_copied(stages: Stages) -> None:
    """20 MB of H.264 under a limit of 25 MB: the very same coded bytes come out."""
    source = world.made(
        "20mb.mp4", world.h264_mp4, seconds=8, width=640, height=360, size=20 * MB
    )
    stages.limit = 25 * MB

    file, path = await stages.both(source)

    assert file.action == "copied"
    assert file.mime == "video/mp4"
    for kind in ("video", "audio"):
        assert packet_hash(path, kind) == packet_hash(source, kind)
    assert file.size == path.stat().st_size <= 25 * MB


async def test_a_copy_loses_its_place_and_title(stages: Stages) -> None:
    """What the container says of place and title is gone; the index stands first."""
    source = world.made(
        "placed.mp4", world.h264_mp4, seconds=2, faststart=False, location=True
    )
    assert b"loci" in source.read_bytes()

    file, path = await stages.both(source)

    data = path.read_bytes()
    assert file.action == "copied"
    assert b"loci" not in data
    assert b"Canary" not in data
    assert b"Lavf" not in data
    assert data.index(b"moov") < data.index(b"mdat")


async def test_too_large_video_is_fitted_in_sync(stages: Stages) -> None:
    """1080p at 20 Mbit/s into 2 MB: playable, in the limit, beeps with its flashes."""
    source = world.made(
        "1080p.mp4", world.h264_mp4, seconds=8, width=1920, height=1080, size=20 * MB
    )
    stages.limit = 2 * MB

    file, path = await stages.both(source)

    assert file.action == "encoded"
    assert path.stat().st_size <= 2 * MB
    assert (file.video_codec, file.audio_codec) == ("h264", "aac")
    assert file.pixel_format == "yuv420p"
    assert (file.width, file.height) == (1280, 720)
    assert file.duration == pytest.approx(8, abs=0.1)
    assert len(lags(path)) >= 7
    assert max(map(abs, lags(path))) <= 0.040
    assert stages.told[-1].done > 0
    assert stages.told[-1].total == source.stat().st_size


async def test_a_video_gets_a_thumbnail(stages: Stages) -> None:
    """A small JPEG stands beside the result."""
    file, _ = await stages.both(world.made("clip.mp4", world.h264_mp4))

    assert file.thumbnail is not None
    picture = stages.directory / file.thumbnail
    facts = await stages.media.probe(picture)
    assert facts.mime == "image/jpeg"
    assert (facts.width, facts.height) == (320, 180)


async def test_webm_stays_webm(stages: Stages) -> None:
    """VP9 and Opus are shown by Discord as they are."""
    file, path = await stages.both(world.made("clip.webm", world.vp9_webm))

    assert (file.action, file.mime, path.suffix) == ("copied", "video/webm", ".webm")


async def test_a_second_run_overwrites_the_first(stages: Stages) -> None:
    """Leftovers of a run that was killed don't disturb the next one."""
    stages.fetched(world.made("clip.mp4", world.h264_mp4))
    await stages.validate()
    output = stages.directory / "output"
    output.mkdir()
    (output / "001.mp4").write_bytes(b"half a file")
    (output / "001.thumbnail.jpg").symlink_to("/etc/passwd")

    first = await stages.transcode()
    second = await stages.transcode()

    assert first.files == second.files


async def test_audio_alone_is_taken_out(stages: Stages) -> None:
    """The format `audio` copies the sound of a video into an M4A."""
    source = world.made("clip.mp4", world.h264_mp4)
    stages.wanted = Format.AUDIO

    file, path = await stages.both(source)

    assert (file.kind, file.mime, path.suffix) == ("audio", "audio/mp4", ".m4a")
    assert packet_hash(path, "audio") == packet_hash(source, "audio")


async def test_audio_of_a_silent_video_is_refused(stages: Stages) -> None:
    """There is nothing to take out; the reason says so."""
    stages.wanted = Format.AUDIO
    source = world.made("silent.mp4", world.track, of="video")

    with pytest.raises(InvalidFileError) as raised:
        await stages.both(source)
    assert raised.value.data == {"reason": "no_sound"}


async def test_smallest_is_smaller(stages: Stages) -> None:
    """The format `smallest` gives fewer bytes and at most 480 lines."""
    source = world.made(
        "720p.mp4", world.h264_mp4, seconds=2, width=1280, height=720, size=2 * MB
    )
    stages.wanted = Format.SMALLEST

    file, _ = await stages.both(source)

    assert file.size < source.stat().st_size / 2
    assert file.height == 480


async def test_what_cannot_fit_is_refused_with_sizes(stages: Stages) -> None:
    """No plan fits two seconds into 4 kB: the error has both sizes, no file is left."""
    stages.limit = 4096
    with pytest.raises(FileTooLargeError) as raised:
        await stages.both(world.made("clip.mp4", world.h264_mp4))

    assert set(raised.value.data) == {"size_mb", "max_mb"}
    assert list((stages.directory / "output").iterdir()) == []
