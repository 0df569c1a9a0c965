"""What is too large as a whole, cut into parts or made worse, with a real ffmpeg."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from bossbot.adapters.ffmpeg_runs import PART
from bossbot.errors import FileTooLargeError
from bossbot.media.split import split_plans
from bossbot.models import Change, Format, MediaFile
from tests.integration.media.measures import lags
from tests.integration.media.stages import MB, Stages
from tests.world import media as world
from tests.world.requests import LIMITS

pytestmark = pytest.mark.integration


def _clip() -> Path:
    """A video of 12 s with key frames every half second, flashing and beeping."""

    def make(path: Path) -> Path:
        flash = "drawbox=c=white:t=fill:enable='lt(mod(t,1),0.1)'"
        picture = f"color=black:size=320x240:rate=30,{flash},noise=alls=20:allf=t"
        beep = "volume='4*lt(mod(t,1),0.1)':eval=frame"
        sound = f"sine=frequency=880:sample_rate=44100:samples_per_frame=441,{beep}"
        world.ffmpeg(
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-t", "12"),
            *("-c:v", "libx264", "-g", "15", "-pix_fmt", "yuv420p", "-b:v", "800k"),
            *("-c:a", "aac", "-ac", "2", str(path)),
        )
        return path

    return world.made("flashing-30-12s.mp4", make)


def _packets(path: Path, kind: str) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(p) for p in container.demux(**{kind: 0}) if p.size]


async def _parts(stages: Stages, *sources: Path) -> list[tuple[MediaFile, Path]]:
    stages.fetched(*sources)
    await stages.validate()
    [found] = await stages.fit()
    return found


async def test_a_copy_is_cut_at_key_frames(stages: Stages) -> None:
    """No packet is lost, none doubled, each part fits and plays by itself, in time."""
    stages.change, stages.limit = Change.SPLIT, 400_000
    parts = await _parts(stages, _clip())
    assert len(parts) > 2
    for number, (file, path) in enumerate(parts, start=1):
        assert file.name == f"{_clip().stem} part {number} of {len(parts)}.mp4"
        assert (file.action, file.kind) == ("copied", "video")
        assert file.size == path.stat().st_size <= 400_000
        assert file.thumbnail is not None
        content = path.read_bytes()
        assert content.find(b"moov") < content.find(b"mdat")
    for kind in ("video", "audio"):
        joined = [p for _, path in parts for p in _packets(path, kind)]
        assert joined == _packets(_clip(), kind)
    assert max(abs(lag) for lag in lags(parts[1][1])) < 0.08
    left = {path.name for path in (stages.directory / "output").glob(f"*{PART}*.mp4")}
    assert left == {path.name for _, path in parts}


@pytest.mark.parametrize("kind", ["foreign", "precise"])
async def test_what_no_browser_plays_is_encoded_into_parts(
    stages: Stages, kind: str
) -> None:
    """Equally long, each within the limit; nothing is lost between them."""
    make = {"foreign": _foreign, "precise": _precise}[kind]
    source = world.made(f"{kind}-12s.{'mkv' if kind == 'foreign' else 'mp4'}", make)
    stages.change, stages.limit = Change.SPLIT, source.stat().st_size // 3
    parts = await _parts(stages, source)
    assert 2 <= len(parts) <= 10
    assert {file.action for file, _ in parts} == {"encoded"}
    assert {file.video_codec for file, _ in parts} == {"h264"}
    assert all(file.size <= stages.limit for file, _ in parts)
    seconds = [file.duration or 0 for file, _ in parts]
    assert sum(seconds) == pytest.approx(12, abs=0.3)
    assert max(seconds) - min(seconds) < 0.5


def _foreign(path: Path) -> Path:
    world.ffmpeg(
        *("-i", str(_clip()), "-c:v", "mpeg4", "-b:v", "900k", "-c:a", "mp3"),
        *("-f", "matroska", str(path)),
    )
    return path


async def test_a_cut_at_a_frame_is_made_at_that_frame(stages: Stages) -> None:
    """Not at the next key frame: the clocks of the two need not agree to the tick."""
    facts = await stages.media.probe(_clip())
    limits = LIMITS.within(facts.size // 2)
    plan = replace(split_plans(facts, limits, Format.BEST)[-1], cuts=(4.0, 8.0))
    target = stages.directory / "001.mp4"
    made = await stages.media.convert_stream(
        _clip(), target, facts, plan, deadline=60, report=lambda _: None
    )
    seconds = [(await stages.media.probe(path)).duration for path in made.parts]
    assert seconds == pytest.approx([4, 4, 4], abs=0.15)


def _precise(path: Path) -> Path:
    """Frames at odd instants, in another order than they are shown."""
    world.ffmpeg(
        *("-i", str(_clip()), "-r", "30000/1001", "-c:v", "libx264", "-bf", "3"),
        *("-pix_fmt", "yuv444p", "-b:v", "900k", "-c:a", "copy", str(path)),
    )
    return path


@pytest.mark.parametrize(
    ("name", "codec", "extension"),
    [
        ("12s.mp3", ("libmp3lame", "-b:a", "128k"), ".mp3"),
        ("12s.ogg", ("libopus", "-b:a", "128k"), ".ogg"),
        ("12s.m4a", ("aac", "-b:a", "128k"), ".m4a"),
        ("12s.wav", ("pcm_s16le",), ".wav"),
        ("12s.flac", ("flac",), ".mp3"),
    ],
)
async def test_sound_in_parts(
    stages: Stages, name: str, codec: tuple[str, ...], extension: str
) -> None:
    """Its packets are kept where Discord plays them; each part is a file of its own."""

    def make(path: Path) -> Path:
        noise = "anoisesrc=sample_rate=44100:amplitude=0.3"
        world.ffmpeg("-f", "lavfi", "-i", noise, "-t", "12", "-c:a", *codec, str(path))
        return path

    source = world.made(name, make)
    stages.change, stages.limit = Change.SPLIT, source.stat().st_size // 3
    parts = await _parts(stages, source)
    assert 2 <= len(parts) <= 10
    assert {path.suffix for _, path in parts} == {extension}
    assert all(file.size <= stages.limit for file, _ in parts)
    assert sum(f.duration or 0 for f, _ in parts) == pytest.approx(12, abs=0.4)


async def test_what_fits_stays_whole(stages: Stages) -> None:
    """In an album, only what is too large is cut; pictures are fitted as ever."""
    stages.change, stages.limit = Change.SPLIT, 400_000
    small = world.made("small.mp4", world.h264_mp4, seconds=1)
    files = await _parts(stages, small, _clip(), world.made("photo.jpg", world.jpeg))
    names = [file.name for file, _ in files]
    assert names[0] == "small.mp4"
    assert names[-1] == "photo.jpg"
    assert len(names) > 3


async def test_more_than_ten_parts_are_refused(stages: Stages) -> None:
    """Nothing is left of the tries."""
    stages.change, stages.limit = Change.SPLIT, 3000
    stages.fetched(_clip())
    await stages.validate()
    with pytest.raises(FileTooLargeError):
        await stages.transcode()
    assert not list((stages.directory / "output").glob(f"*{PART}*"))


async def test_a_second_run_finds_all_parts(stages: Stages) -> None:
    """Of what stands nothing is made again; where one part is gone, all are."""
    stages.change, stages.limit = Change.SPLIT, 400_000
    first = await _parts(stages, _clip())
    before = [path.stat().st_mtime_ns for _, path in first]
    [second] = await stages.fit()
    assert [f for f, _ in second] == [f for f, _ in first]
    assert [path.stat().st_mtime_ns for _, path in second] == before
    second[1][1].unlink()
    [third] = await stages.fit()
    assert [f.sha256 for f, _ in third] == [f.sha256 for f, _ in first]


async def test_another_change_starts_from_the_source(stages: Stages) -> None:
    """What was made before it is no result any more, and no source."""
    stages.limit = 2 * MB
    [(whole, _)] = await _parts(stages, _clip())
    stages.change, stages.variants = Change.AUDIO, ()
    [[(sound, _)]] = await stages.fit()
    assert (sound.kind, sound.source_size) == ("audio", whole.source_size)
    stages.change, stages.limit, stages.variants = Change.SPLIT, 400_000, ()
    [parts] = await stages.fit()
    assert len(parts) > 2
    assert {file.kind for file, _ in parts} == {"video"}


async def test_smaller_goes_where_nobody_goes_unasked(stages: Stages) -> None:
    """Below the least that is otherwise offered, there is still something to see."""
    stages.wanted, stages.limit = Format.SMALLEST, 80_000
    stages.fetched(_clip())
    await stages.validate()
    with pytest.raises(FileTooLargeError):
        await stages.transcode()
    stages.wanted, stages.change = Format.BEST, Change.SMALLER
    [[(file, _)]] = await stages.fit()
    assert file.size <= 80_000
    assert (file.kind, file.video_codec, file.audio_codec) == ("video", "h264", "aac")
