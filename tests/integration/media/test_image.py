"""Images: written anew from their pixels, fitted, still moving where they moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageCms

from bossbot.errors import FileTooLargeError
from tests.integration.media.stages import MB, Stages
from tests.world import media as world

pytestmark = pytest.mark.integration


def noise(path: Path, width: int, height: int, kind: str) -> Path:
    """An image that no encoder can make small."""
    bands = [Image.effect_noise((width, height), 120) for _ in range(3)]
    Image.merge("RGB", bands).save(path, kind)
    return path


async def test_a_jpeg_with_gps_comes_out_without(stages: Stages) -> None:
    """Place and camera are gone, and it is a JPEG as before."""
    source = world.made("gps.jpg", world.jpeg_with_gps)
    assert world.GPS_TEXT in source.read_bytes()

    file, path = await stages.both(source)

    assert (file.mime, path.suffix) == ("image/jpeg", ".jpg")
    assert (file.width, file.height) == (320, 240)
    data = path.read_bytes()
    assert world.GPS_TEXT not in data
    assert b"Exif" not in data
    assert b"Canary" not in data


async def test_what_hides_behind_the_picture_is_dropped(
    stages: Stages, tmp_path: Path
) -> None:
    """An archive behind a JPEG's end does not come out."""
    source = tmp_path / "polyglot.jpg"
    tail = b"PK\x03\x04 an archive"
    source.write_bytes(world.made("plain.jpg", world.jpeg).read_bytes() + tail)

    _, path = await stages.both(source)

    assert tail not in path.read_bytes()


async def test_turned_pictures_are_set_upright(stages: Stages, tmp_path: Path) -> None:
    """Orientation 6 is carried out, since its tag goes."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (100, 50), "blue")
    picture.paste("red", (0, 0, 50, 50))
    source = tmp_path / "turned.jpg"
    picture.save(source, exif=exif)

    file, path = await stages.both(source)

    assert (file.width, file.height) == (50, 100)
    with Image.open(path) as image:
        red, green, blue = image.convert("RGB").getpixel((25, 20))  # type: ignore[misc]
    assert red > 200 > 100 > max(green, blue)


async def test_transparency_survives(stages: Stages) -> None:
    """A small PNG stays a PNG with its see-through pixels, without its text."""
    file, path = await stages.both(world.made("alpha.png", world.png))

    assert (file.mime, file.pixel_format) == ("image/png", "RGBA")
    with Image.open(path) as image:
        assert image.text == {}  # type: ignore[attr-defined]


async def test_large_pictures_are_fitted(stages: Stages, tmp_path: Path) -> None:
    """9 MB of noise as PNG become a JPEG under 1 MB, smaller but not tiny."""
    stages.limit = 1 * MB

    file, path = await stages.both(noise(tmp_path / "n.png", 2000, 1500, "PNG"))

    assert path.suffix == ".jpg"
    assert MB // 4 < path.stat().st_size <= MB
    assert file.width is not None
    assert file.width >= 500


def swapped_profile() -> bytes:
    """A colour space in which red is called blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ")
    return profile.replace(b"tmp!", b"bXYZ").replace(b"sRGB", b"swap")


async def test_foreign_colours_become_srgb(stages: Stages, tmp_path: Path) -> None:
    """A profile is applied and left out, so that colours look as they were meant."""
    source = tmp_path / "p.png"
    picture = Image.new("RGB", (60, 60), (255, 0, 0))
    picture.save(source, icc_profile=swapped_profile())

    _, path = await stages.both(source)

    with Image.open(path) as image:
        assert "icc_profile" not in image.info
        red, _, blue = image.convert("RGB").getpixel((30, 30))  # type: ignore[misc]
    assert blue > 200 > 50 > red


async def test_comments_are_dropped(stages: Stages, tmp_path: Path) -> None:
    """Pillow would write a JPEG's comment again."""
    source = tmp_path / "c.jpg"
    Image.new("RGB", (60, 60)).save(source, comment=b"Canary comment")
    assert b"Canary" in source.read_bytes()

    _, path = await stages.both(source)

    assert b"Canary" not in path.read_bytes()


async def test_a_gif_becomes_a_smaller_video(stages: Stages, tmp_path: Path) -> None:
    """A GIF of real pictures is many times as large as its MP4."""
    frames = [Image.effect_noise((160, 120), 60) for _ in range(20)]
    source = tmp_path / "film.gif"
    frames[0].save(source, save_all=True, append_images=frames[1:], duration=100)

    file, path = await stages.both(source)

    assert (path.suffix, file.mime, file.kind) == (".mp4", "video/mp4", "video")
    assert file.size < source.stat().st_size
    assert file.duration == pytest.approx(2, abs=0.2)


async def test_a_small_gif_stays_one(stages: Stages) -> None:
    """Flat colours are smaller as GIF."""
    file, path = await stages.both(world.made("moving.gif", world.gif))

    assert (path.suffix, file.mime, file.animated) == (".gif", "image/gif", True)


async def test_a_see_through_gif_keeps_moving(stages: Stages, tmp_path: Path) -> None:
    """Video has no transparency: such a GIF stays an animation."""
    frames = []
    for number in range(6):
        frame = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
        frame.paste((255, 0, 0, 255), (number * 8, 8, number * 8 + 16, 40))
        frames.append(frame)
    source = tmp_path / "clear.gif"
    frames[0].save(
        source,
        save_all=True,
        append_images=frames[1:],
        duration=120,
        disposal=2,
        loop=0,
    )

    file, path = await stages.both(source)

    assert file.animated
    with Image.open(path) as image:
        assert image.n_frames == 6  # type: ignore[attr-defined]
        assert image.convert("RGBA").getpixel((63, 63))[3] == 0  # type: ignore[index]


async def test_an_animated_webp_keeps_moving(stages: Stages, tmp_path: Path) -> None:
    """All frames with their times."""
    frames = [Image.new("RGB", (64, 48), (n * 40, 80, 200 - n * 30)) for n in range(5)]
    source = tmp_path / "moving.webp"
    frames[0].save(source, save_all=True, append_images=frames[1:], duration=200)

    file, path = await stages.both(source)

    assert (file.mime, file.animated) == ("image/webp", True)
    with Image.open(path) as image:
        assert image.n_frames == 5  # type: ignore[attr-defined]


async def test_what_cannot_fit_is_refused(stages: Stages, tmp_path: Path) -> None:
    """Noise does not fit into 200 bytes at any size that is tried."""
    stages.limit = 200
    with pytest.raises(FileTooLargeError):
        await stages.both(noise(tmp_path / "n.png", 400, 300, "PNG"))
