"""Picture and sound become one file, whatever they pretend to be."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from bossbot.errors import InvalidFileError
from bossbot.sandbox.jobs.ytdlp.merge import merge
from tests.world import media

pytestmark = pytest.mark.integration

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"


def _track(path: Path, of: str, *how: str) -> Path:
    source = media.made(f"only-{of}.mp4", media.track, of=of)
    media.ffmpeg("-i", str(source), "-c", "copy", *how, str(path))
    return path


def _streams(path: Path) -> dict[str, tuple[str, float, float]]:
    """Codec, start and end in seconds by type."""
    with av.open(str(path)) as container:
        packets = list(container.demux())
        return {
            stream.type: (
                stream.codec_context.name,
                min(float(p.pts * p.time_base) for p in packets if _of(p, stream)),
                max(float(p.pts * p.time_base) for p in packets if _of(p, stream)),
            )
            for stream in container.streams
        }


def _of(packet: av.Packet, stream: object) -> bool:
    return packet.stream == stream and packet.pts is not None


@pytest.mark.parametrize("container", ["mp4", "mpegts"])
def test_they_stay_in_step(tmp_path: Path, container: str) -> None:
    """Both begin at zero and end together; a broadcast's clock begins anywhere."""
    late = ("-output_ts_offset", "7") if container == "mpegts" else ()
    video = _track(tmp_path / "v", "video", *late, "-f", container)
    audio = _track(tmp_path / "a", "audio", *late, "-f", container)
    merged = merge(video, audio, tmp_path / "whole")
    assert merged == tmp_path / "whole.mp4"
    streams = _streams(merged)
    assert {kind: one[0] for kind, one in streams.items()} == {
        "video": "h264",
        "audio": "aac",
    }
    for _, start, end in streams.values():
        assert start == pytest.approx(0, abs=0.15)
        assert end == pytest.approx(2, abs=0.15)


def test_the_codecs_decide_the_container(tmp_path: Path) -> None:
    """What MP4 or WebM can't hold goes into Matroska."""
    webm = media.made("clip.webm", media.vp9_webm)
    mp4 = media.made("clip.mp4", media.h264_mp4)
    assert merge(webm, webm, tmp_path / "one").suffix == ".webm"
    assert merge(webm, mp4, tmp_path / "two").suffix == ".mkv"


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    """A "video" that is a list of local files opens none of them."""
    clip = media.made("clip.mp4", media.h264_mp4)
    hostile = tmp_path / "hostile.mp4"
    hostile.write_text(PLAYLIST.format(clip.as_uri()))
    with pytest.raises(InvalidFileError):
        merge(hostile, clip, tmp_path / "whole")


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"<html></html>"])
def test_what_is_no_media(tmp_path: Path, content: bytes) -> None:
    """Rubbish is an invalid file, and nothing is left that looks finished."""
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(content)
    clip = media.made("clip.mp4", media.h264_mp4)
    with pytest.raises(InvalidFileError):
        merge(rubbish, clip, tmp_path / "whole")
    assert not list(tmp_path.glob("whole*"))
