"""Delivery into a directory: complete or not at all, once, never over anything."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bossbot.adapters import directory as module
from bossbot.adapters.directory import DirectoryPoster
from bossbot.errors import DiskFullError, UnknownError
from bossbot.models import MediaFile
from bossbot.pipeline.upload import upload
from tests.world.uploads import PostLedger, a_job, directory_delivery, write_files

pytestmark = pytest.mark.integration


class Desk:
    def __init__(self, tmp_path: Path) -> None:
        self.temp = tmp_path / "temp"
        self.out = tmp_path / "deep" / "out"
        self.temp.mkdir()

    async def upload(self, files: tuple[MediaFile, ...]) -> list[str]:
        ledger = PostLedger()
        job = a_job(ledger, self.temp, files, directory_delivery(self.out))
        posters = {"directory": DirectoryPoster()}
        await upload(job, ledger=ledger, posters=posters)  # type: ignore[arg-type]
        return [path for post in ledger.posts.values() for path in post.messages]

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.out.iterdir())

    def rename(self, file: MediaFile, name: str) -> MediaFile:
        return file.model_copy(update={"name": name})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_writes_the_files(desk: Desk) -> None:
    """In order, under their names, with nothing else left there."""
    files = write_files(desk.temp, [10, 20])
    paths = await desk.upload(files)
    assert [Path(path).name for path in paths] == ["picture 0.jpg", "picture 1.jpg"]
    assert Path(paths[1]).read_bytes() == b"\x02" * 20
    assert len(desk.names) == 2


async def test_what_is_delivered_is_a_file_of_its_own(desk: Desk) -> None:
    """What becomes of ours (moved to storage, closed to others) is not theirs' fate."""
    files = write_files(desk.temp, [10])
    [path] = await desk.upload(files)
    ours, theirs = desk.temp / files[0].path, Path(path)
    ours.chmod(0o600)
    umask = os.umask(0)
    os.umask(umask)
    assert not ours.samefile(theirs)
    assert theirs.stat().st_nlink == 1
    assert theirs.stat().st_mode & 0o777 == 0o666 & ~umask


async def test_again_makes_no_second_copy(desk: Desk) -> None:
    """A repeat gives the same paths."""
    files = write_files(desk.temp, [10] * 12)
    assert await desk.upload(files) == await desk.upload(files)
    assert len(desk.names) == 12


async def test_never_writes_over_anything(desk: Desk) -> None:
    """Another content under the name, or a link leading away, is left as it is."""
    desk.out.mkdir(parents=True)
    (desk.out / "picture 0.jpg").write_text("mine")
    (desk.out / "picture 1.jpg").symlink_to(desk.temp / "nowhere")
    await desk.upload(write_files(desk.temp, [10, 10]))
    assert (desk.out / "picture 0.jpg").read_text() == "mine"
    assert not (desk.temp / "nowhere").exists()
    assert desk.names[1] == "picture 0_2.jpg"
    assert len(desk.names) == 4


async def test_equal_names_in_one_download(desk: Desk) -> None:
    """Each file of an album gets a name of its own, equal content or not."""
    files = write_files(desk.temp, [10, 10])
    (desk.temp / files[1].path).write_bytes((desk.temp / files[0].path).read_bytes())
    paths = await desk.upload(tuple(desk.rename(file, "x.jpg") for file in files))
    assert len(set(paths)) == 2


@pytest.mark.parametrize("name", ["../../evil.jpg", "/etc/x.jpg", "-rf.jpg", ".x.jpg"])
async def test_names_lead_nowhere(desk: Desk, name: str) -> None:
    """Whatever the site calls it, it lands in the directory, plainly visible."""
    [file] = write_files(desk.temp, [10])
    [path] = await desk.upload((desk.rename(file, name),))
    assert Path(path).parent == desk.out
    assert Path(path).name[0] not in ".-"


async def test_leftover_of_a_killed_try(desk: Desk) -> None:
    """Half a copy is thrown away."""
    desk.out.mkdir(parents=True)
    (desk.out / ".abcdefghjkmn-0-0-0.part").write_text("half")
    await desk.upload(write_files(desk.temp, [10]))
    assert desk.names == ["picture 0.jpg"]


async def test_file_system_without_hard_links(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT and some network shares know none; the file appears all the same."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(module.os, "link", refuse)
    files = write_files(desk.temp, [10])
    await desk.upload(files)
    await desk.upload(files)
    assert desk.names == ["picture 0.jpg"]


async def test_disk_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said as such, and no half file stays."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        await desk.upload(write_files(desk.temp, [10]))
    assert desk.names == []


async def test_directory_that_cannot_be(desk: Desk) -> None:
    """A file in its place: an error of ours without a path in it."""
    desk.out.parent.mkdir()
    desk.out.write_text("in the way")
    with pytest.raises(UnknownError) as caught:
        await desk.upload(write_files(desk.temp, [10]))
    assert str(desk.out) not in str(caught.value)
