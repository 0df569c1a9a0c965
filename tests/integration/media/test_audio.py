"""Audio: copied without its tags where it fits, else MP3, else Opus."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.media.measures import packet_hash
from tests.integration.media.stages import Stages
from tests.world import media as world

pytestmark = pytest.mark.integration


async def test_mp3_is_copied_without_its_title(stages: Stages) -> None:
    """The same frames, no tag."""
    source = world.made("tone.mp3", world.mp3)
    assert b"A tone" in source.read_bytes()

    file, path = await stages.both(source)

    assert (file.action, file.mime) == ("copied", "audio/mpeg")
    assert packet_hash(path, "audio") == packet_hash(source, "audio")
    assert b"A tone" not in path.read_bytes()


async def test_what_hides_between_mp3_frames_is_dropped(
    stages: Stages, tmp_path: Path
) -> None:
    """Loose bytes would travel along in a copy: such a file is encoded."""
    tail = b"Rar!\x1a\x07\x00 an archive" * 20
    source = tmp_path / "tone.mp3"
    source.write_bytes(world.made("tone.mp3", world.mp3).read_bytes() + tail)

    file, path = await stages.both(source)

    assert file.action == "encoded"
    assert b"Rar!" not in path.read_bytes()


async def test_ogg_is_copied(stages: Stages) -> None:
    """Opus in Ogg plays inline as it is."""
    file, path = await stages.both(world.made("tone.ogg", world.ogg))

    assert (file.action, file.mime, path.suffix) == ("copied", "audio/ogg", ".ogg")


async def test_flac_becomes_mp3(stages: Stages, tmp_path: Path) -> None:
    """Discord doesn't play FLAC inline."""
    source = tmp_path / "tone.flac"
    world.ffmpeg("-i", str(world.made("tone.mp3", world.mp3)), str(source))

    file, path = await stages.both(source)

    assert (file.action, file.mime, path.suffix) == ("encoded", "audio/mpeg", ".mp3")
    assert file.duration == pytest.approx(2, abs=0.1)


async def test_long_audio_is_fitted(stages: Stages) -> None:
    """A minute at 96 kbit/s into 300 kB: Opus at what the bytes allow."""
    stages.limit = 300_000
    source = world.made("minute.mp3", world.mp3, seconds=60)

    file, path = await stages.both(source)

    assert path.stat().st_size <= 300_000
    assert file.audio_codec == "opus"
    assert file.duration == pytest.approx(60, abs=0.5)
