"""Who may write in a temp directory."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk, locks
from bossbot.pipeline.ports import LockedError

pytestmark = pytest.mark.integration

HOLD = """
import asyncio, sys
from pathlib import Path
from bossbot.adapters.disk import Disk
async def main():
    async with Disk.open(Path(sys.argv[1])).lock_temp("d1", timeout=5):
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_a_killed_holder_leaves_nothing_locked(disk: Disk) -> None:
    """Another process holds it; after kill -9 it is free."""
    command = [sys.executable, "-c", HOLD, str(disk.layout.root)]
    holder = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    await holder.stdout.readline()
    try:
        with pytest.raises(LockedError):
            async with disk.lock_temp("d1", timeout=0.2):
                pytest.fail("two held it")
        with locks.if_free(disk.temp("d1")) as free:
            assert not free
    finally:
        holder.kill()
        await holder.communicate()
    async with disk.lock_temp("d1", timeout=10) as directory:
        assert directory == disk.temp("d1")


async def test_who_waited_gets_the_new_directory(disk: Disk) -> None:
    """The holder deletes the directory: the next one holds one that exists."""

    async def wait_for_it() -> Path:
        async with disk.lock_temp("d1", timeout=10) as directory:
            (directory / "mine").touch()
            return directory

    async with disk.lock_temp("d1", timeout=5) as directory:
        (directory / "theirs").touch()
        waiting = asyncio.create_task(wait_for_it())
        await asyncio.sleep(0.2)
        disk.drop_temp("d1")
    found = await waiting
    assert [path.name for path in found.iterdir()] == ["mine"]


def test_a_directory_replaced_before_the_lock_is_not_the_directory(
    disk: Disk,
) -> None:
    """Opened, then deleted and made anew by its holder: the lock is worth nothing."""
    directory = disk.temp("d1")
    directory.mkdir()
    opened = os.open(directory, os.O_RDONLY)
    directory.rename(disk.temp("gone"))
    directory.mkdir()
    assert locks._lock(directory, opened) is None


async def test_different_downloads_do_not_wait_for_each_other(disk: Disk) -> None:
    """The lock is the download's."""
    async with disk.lock_temp("d1", timeout=1), disk.lock_temp("d2", timeout=1):
        pass


def test_nothing_to_lock_is_not_free(disk: Disk) -> None:
    """A temp directory that doesn't exist is not made by a look."""
    with locks.if_free(disk.temp("d1")) as free:
        assert not free
    assert not disk.temp("d1").exists()


async def test_a_link_in_its_place_is_not_followed(disk: Disk, tmp_path: Path) -> None:
    """What a hostile job put there leads nowhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    disk.temp("d1").symlink_to(elsewhere)
    with pytest.raises(LockedError):
        async with disk.lock_temp("d1", timeout=0.1):
            pytest.fail("the link was followed")


async def test_slots_are_handed_out_one_by_one(disk: Disk) -> None:
    """Of two slots the third comer gets none; a freed one is taken again."""
    names = ("cpu-0", "cpu-1")
    async with disk.lock_one_of(names, timeout=1) as first:
        async with disk.lock_one_of(names, timeout=1) as second:
            assert (first, second) == (0, 1)
            async with disk.lock_one_of(names, timeout=0.1) as third:
                assert third is None
        async with disk.lock_one_of(names, timeout=1) as again:
            assert again == 1
