"""Small real media, made at test time with Pillow and ffmpeg; nothing is committed.

Each function writes one file and returns its path; `tests.world.cache.made` keeps what
was made between test runs.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

from tests.world.cache import made

MB = 1024 * 1024
FLASH = 0.1
"""Seconds that the flash and the beep at each full second last."""
GPS_TEXT = b"Boss-Bot GPS canary"


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg quietly; the error's text is its own.

    Raises:
        RuntimeError: It failed.
    """
    program = imageio_ffmpeg.get_ffmpeg_exe()
    command = [program, "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"ffmpeg: {done.stderr.strip()[-500:]}")


def _picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    image = Image.effect_noise((width, height), 40).convert(mode)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 4, height // 4, width // 2, height // 2), fill="orange")
    return image


def jpeg(path: Path, width: int = 320, height: int = 240, quality: int = 80) -> Path:
    """A JPEG without metadata."""
    _picture(width, height).save(path, "JPEG", quality=quality)
    return path


def jpeg_with_gps(path: Path, width: int = 320, height: int = 240) -> Path:
    """A JPEG with a camera, a place (47.5 N, 8.75 E) and `GPS_TEXT` in its EXIF."""
    image = _picture(width, height)
    exif = Image.Exif()
    exif[0x010F] = "Canary Camera"
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (47.0, 30.0, 0.0), 3: "E", 4: (8.0, 45.0, 0.0)})
    place[27] = GPS_TEXT
    image.save(path, "JPEG", exif=exif, quality=80)
    return path


def png(path: Path, width: int = 200, height: int = 120) -> Path:
    """A PNG with transparency and a text chunk."""
    _picture(width, height, "RGBA").save(path, "PNG")
    return path


def gif(path: Path, frames: int = 8, width: int = 160, height: int = 120) -> Path:
    """An animated GIF, ten frames a second, for ever."""
    pictures = []
    for number in range(frames):
        picture = Image.new("RGB", (width, height), "navy")
        left = number * width // frames
        ImageDraw.Draw(picture).rectangle((left, 20, left + 30, 60), fill="yellow")
        pictures.append(picture)
    first, *rest = pictures
    first.save(path, "GIF", save_all=True, append_images=rest, duration=100, loop=0)
    return path


def _test_card(seconds: float, width: int, height: int) -> list[str]:
    """Inputs: a moving picture that flashes white, a tone that beeps, each second."""
    at_second = f"lt(mod(t,1),{FLASH})"
    card = f"testsrc2=size={width}x{height}:rate=25,drawbox=color=white:t=fill:"
    card += f"enable='{at_second}'"
    beep = f"aevalsrc='0.5*sin(2*PI*1000*t)*{at_second}':s=48000:c=stereo"
    still = ("-f", "lavfi", "-t", str(seconds), "-i")
    return [*still, card, *still, beep]


def h264_mp4(
    path: Path,
    seconds: float = 2,
    width: int = 320,
    height: int = 180,
    *,
    size: int | None = None,
    faststart: bool = True,
    location: bool = False,
) -> Path:
    """H.264 (yuv420p) and AAC in MP4, flashing and beeping at each full second.

    Args:
        path: Where to.
        seconds: How long.
        width: Even.
        height: Even.
        size: About so many bytes (within some percent), by padding the stream.
        faststart: The index before the data, as players on the web want it.
        location: With a place and a title in the container's metadata.
    """
    rate = ["-crf", "28"]
    if size is not None:
        bits = str(int(size * 8 / seconds) - 96_000)
        rate = [*("-b:v", bits, "-minrate", bits, "-maxrate", bits, "-bufsize", bits)]
        rate += ["-x264-params", "nal-hrd=cbr"]
    ffmpeg(
        *_test_card(seconds, width, height),
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", *rate),
        *("-g", "50", "-threads", "2", "-c:a", "aac", "-b:a", "96k", "-shortest"),
        *(["-movflags", "+faststart"] if faststart else []),
        *(["-metadata", "location=+47.5000+008.7500/"] if location else []),
        *(["-metadata", "title=Canary Title"] if location else []),
        *("-f", "mp4", str(path)),
    )
    return path


def vp9_webm(
    path: Path, seconds: float = 1, width: int = 160, height: int = 90
) -> Path:
    """VP9 and Opus in WebM."""
    ffmpeg(
        *_test_card(seconds, width, height),
        *("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
        *("-b:v", "150k", "-c:a", "libopus", "-b:a", "48k", "-f", "webm", str(path)),
    )
    return path


def _tone(path: Path, seconds: float, *output: str) -> Path:
    source = ("-f", "lavfi", "-t", str(seconds), "-i", "sine=frequency=440")
    ffmpeg(*source, *output, str(path))
    return path


def mp3(path: Path, seconds: float = 2) -> Path:
    """A 440 Hz tone as MP3 with a title."""
    tag = ("-metadata", "title=A tone")
    return _tone(path, seconds, "-c:a", "libmp3lame", "-b:a", "96k", *tag, "-f", "mp3")


def ogg(path: Path, seconds: float = 2) -> Path:
    """A 440 Hz tone as Ogg Opus."""
    return _tone(path, seconds, "-c:a", "libopus", "-b:a", "48k", "-f", "ogg")


def track(path: Path, of: str) -> Path:
    """Only the `audio` or only the `video` of a 2 s H.264 MP4, as MP4."""
    source = made("clip.mp4", h264_mp4)
    drop = "-vn" if of == "audio" else "-an"
    ffmpeg("-i", str(source), drop, "-c", "copy", "-f", "mp4", str(path))
    return path


def hls(directory: Path, seconds: float = 6, width: int = 320) -> Path:
    """An HLS stream: `master.m3u8`, `media.m3u8`, `seg000.ts` …, 2 s a segment."""
    directory.mkdir(parents=True, exist_ok=True)
    height = width * 9 // 16 // 2 * 2
    source = h264_mp4(directory / "source.mp4", seconds, width, height)
    ffmpeg(
        *("-i", str(source), "-c", "copy", "-f", "hls", "-hls_time", "2"),
        *("-hls_playlist_type", "vod"),
        *("-hls_segment_filename", str(directory / "seg%03d.ts")),
        str(directory / "media.m3u8"),
    )
    source.unlink()
    master = (
        '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=400000,CODECS="avc1.42c00d,mp4a.40.2"'
    )
    master += f",RESOLUTION={width}x{height}\nmedia.m3u8\n"
    (directory / "master.m3u8").write_text(master)
    return directory


LADDER = (360, 720, 1080)
"""The heights of what is served in several qualities, each about twice the bytes."""
LADDER_SECONDS = 6


def rung(path: Path, height: int) -> Path:
    """One quality of the ladder as a whole file, 6 s of H.264 and AAC."""
    size = height * height * 2
    return h264_mp4(path, LADDER_SECONDS, height * 16 // 9, height, size=size)


def _rungs() -> list[Path]:
    return [made(f"rung-{height}.mp4", rung, height=height) for height in LADDER]


def hls_ladder(directory: Path) -> Path:
    """The ladder as HLS: `master.m3u8`, `360/media.m3u8`, `360/seg000.ts` … of 2 s."""
    directory.mkdir(parents=True, exist_ok=True)
    master = "#EXTM3U\n#EXT-X-VERSION:3\n"
    for height, source in zip(LADDER, _rungs(), strict=True):
        folder = directory / str(height)
        folder.mkdir(exist_ok=True)
        ffmpeg(
            *("-i", str(source), "-c", "copy", "-f", "hls", "-hls_time", "2"),
            *("-hls_playlist_type", "vod"),
            *("-hls_segment_filename", str(folder / "seg%03d.ts")),
            str(folder / "media.m3u8"),
        )
        bits = 8 * sum(part.stat().st_size for part in folder.glob("*.ts"))
        master += (
            f"#EXT-X-STREAM-INF:BANDWIDTH={bits // LADDER_SECONDS},"
            f'RESOLUTION={height * 16 // 9}x{height},CODECS="avc1.640028,mp4a.40.2"\n'
            f"{height}/media.m3u8\n"
        )
    (directory / "master.m3u8").write_text(master)
    return directory


def hls_apart(directory: Path) -> Path:
    """The ladder as HLS whose sound is apart, as most sites have it today.

    `master.m3u8`, and in a folder each (`sound`, `360`, `720`, `1080`) `media.m3u8`
    and `seg0.ts` … of 2 s.
    """
    directory.mkdir(parents=True, exist_ok=True)
    inputs = [part for source in _rungs() for part in ("-i", str(source))]
    maps = [part for at in range(len(LADDER)) for part in ("-map", f"{at}:v")]
    pictures = [f"v:{at},agroup:a,name:{height}" for at, height in enumerate(LADDER)]
    variants = " ".join([*pictures, "a:0,agroup:a,default:yes,name:sound"])
    ffmpeg(
        *(*inputs, *maps, "-map", "0:a", "-c", "copy", "-f", "hls", "-hls_time", "2"),
        *("-hls_playlist_type", "vod", "-master_pl_name", "master.m3u8"),
        *("-var_stream_map", variants),
        *("-hls_segment_filename", str(directory / "%v" / "seg%d.ts")),
        str(directory / "%v" / "media.m3u8"),
    )
    return directory


def dash_ladder(directory: Path) -> Path:
    """The ladder as DASH, its sound apart: `manifest.mpd`, and segments of 2 s.

    `init-stream0.m4s`, `chunk-stream0-00001.m4s` … are the lowest picture, the stream
    after the last picture is the sound.
    """
    directory.mkdir(parents=True, exist_ok=True)
    inputs = [part for source in _rungs() for part in ("-i", str(source))]
    maps = [part for at in range(len(LADDER)) for part in ("-map", f"{at}:v")]
    ffmpeg(
        *(*inputs, *maps, "-map", "0:a", "-c", "copy"),
        *("-f", "dash", "-seg_duration", "2", "-use_timeline", "1"),
        *("-adaptation_sets", "id=0,streams=v id=1,streams=a"),
        str(directory / "manifest.mpd"),
    )
    return directory


def encrypted_hls(directory: Path) -> Path:
    """An HLS stream whose segments are encrypted by a key that anyone may fetch."""
    directory.mkdir(parents=True, exist_ok=True)
    key = directory / "clear.key"
    key.write_bytes(bytes(range(16)))
    told = directory / "key.txt"
    told.write_text(f"clear.key\n{key}\n")
    ffmpeg(
        *("-i", str(made("clip.mp4", h264_mp4)), "-c", "copy", "-f", "hls"),
        *("-hls_time", "2", "-hls_playlist_type", "vod"),
        *("-hls_key_info_file", str(told)),
        *("-hls_segment_filename", str(directory / "seg%03d.ts")),
        str(directory / "media.m3u8"),
    )
    return directory


def dash_codecs(directory: Path) -> Path:
    """DASH with the same picture and sound twice: VP9 and Opus, H.264 and AAC.

    In this order of streams: 0 VP9, 1 H.264, 2 Opus, 3 AAC; each about as large.
    """
    directory.mkdir(parents=True, exist_ok=True)
    source = str(made("clip.mp4", h264_mp4))
    ffmpeg(
        *("-i", source, "-map", "0:v", "-map", "0:v", "-map", "0:a", "-map", "0:a"),
        *("-c:v:0", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
        *("-b:v:0", "900k", "-c:v:1", "copy"),
        *("-c:a:0", "libopus", "-b:a:0", "128k", "-c:a:1", "aac", "-b:a:1", "96k"),
        *("-f", "dash", "-seg_duration", "2", "-dash_segment_type", "mp4"),
        *("-adaptation_sets", "id=0,streams=0 id=1,streams=1 id=2,streams=2,3"),
        str(directory / "manifest.mpd"),
    )
    return directory
