"""From temp to organised storage: what stands there, and what never does."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk
from bossbot.models import State
from bossbot.storage.document import StoredDownload
from tests.integration.adapters.disk.conftest import (
    NAMES,
    RECORD,
    Clock,
    fill,
    put,
    tree,
)
from tests.world.records import NETWORK, a_file, a_record

pytestmark = pytest.mark.integration


def document(directory: Path) -> StoredDownload:
    return StoredDownload.model_validate_json(
        (directory / "metadata.json").read_bytes()
    )


def test_files_and_document_stand_where_the_specification_says(
    disk: Disk, clock: Clock
) -> None:
    """The promised tree, readable by us only; the checksum is the file's."""
    fill(disk)
    kept = disk.keep(RECORD)
    assert kept == disk.layout.downloads / "local" / "2024-04-17" / "d1"
    assert tree(kept) == NAMES
    about = document(kept)
    assert about.expires_at == clock.at + 86400
    first = about.files[0]
    assert first.sha256 == hashlib.sha256(b"moov").hexdigest()
    assert first.size == 4
    for path in kept.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_again_it_changes_nothing(disk: Disk, clock: Clock) -> None:
    """The expiry counts from the first time."""
    fill(disk)
    kept = disk.keep(RECORD)
    assert kept is not None
    before = (kept / "metadata.json").read_bytes()
    clock.at += 1000
    assert disk.keep(RECORD) == kept
    assert (kept / "metadata.json").read_bytes() == before


def test_a_file_that_is_gone_is_not_listed(disk: Disk) -> None:
    """What is there is kept; a document never promises more."""
    temp = fill(disk)
    (temp / "output/cat.mp4").unlink()
    kept = disk.keep(RECORD)
    assert kept is not None
    assert [file.name for file in document(kept).files] == ["20240417_123456_cat_2.mp4"]


def test_subtitles_that_were_left_behind_are_brought(disk: Disk) -> None:
    """A run that ended between the files and them; until then none are promised."""
    temp = fill(disk)
    words = (temp / "source/a1b2.vtt").rename(temp / "elsewhere")
    kept = disk.keep(RECORD)
    assert kept is not None
    assert document(kept).subtitles == ()
    words.rename(temp / "source/a1b2.vtt")
    disk.keep(RECORD)
    assert [one.language for one in document(kept).subtitles] == ["de"]
    assert tree(kept) == NAMES


def test_nothing_there_keeps_nothing(disk: Disk) -> None:
    """No empty directories are left in storage."""
    assert disk.keep(RECORD) is None
    assert list(disk.layout.downloads.iterdir()) == []


def test_success_after_a_kept_failure_replaces_it(disk: Disk) -> None:
    """A member's retry brings new files: document and expiry are theirs."""
    fill(disk)
    failed = RECORD.model_copy(update={"state": State.FAILED, "error": NETWORK})
    disk.keep(failed)
    put(disk.temp("d1") / "output/cat.mp4", b"newer!")
    kept = disk.keep(RECORD)
    assert kept is not None
    about = document(kept)
    assert about.state is State.COMPLETED
    assert about.files[0].size == 6


@pytest.mark.parametrize(
    "path", ["../precious", "/etc/hostname", "link", "folder/file", "output", "pipe"]
)
def test_only_plain_files_inside_temp_are_moved(disk: Disk, path: str) -> None:
    """A path of the record, or a link a hostile job made, leads nowhere."""
    temp = disk.temp("d1")
    precious = put(disk.layout.temps / "precious")
    (temp / "output").mkdir(parents=True)
    (temp / "link").symlink_to(precious)
    put(disk.layout.temps / "outside" / "file")
    (temp / "folder").symlink_to(disk.layout.temps / "outside")
    os.mkfifo(temp / "pipe")
    assert disk.keep(a_record(files=(a_file(path),))) is None
    assert precious.exists()
    assert (disk.layout.temps / "outside" / "file").exists()


def test_temp_is_dropped_once(disk: Disk) -> None:
    """Bytes are counted; a second time there is nothing to do."""
    fill(disk)
    assert disk.drop_temp("d1") == 24
    assert not disk.temp("d1").exists()
    assert disk.drop_temp("d1") == 0


@pytest.mark.parametrize("bad", ["..", "a/b", ""])
def test_no_id_leads_out(disk: Disk, bad: str) -> None:
    """Neither reading nor deleting takes what isn't an id."""
    with pytest.raises(ValueError, match="not an id"):
        disk.drop_temp(bad)
    with pytest.raises(ValueError, match="not an id"):
        disk.temp(bad)
