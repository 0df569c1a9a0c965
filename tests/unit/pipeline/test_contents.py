"""Where a download's files are, and how large they may be posted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bossbot.errors import InvalidFileError
from bossbot.pipeline.clock import Clock
from bossbot.pipeline.contents import located, sha256

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "path", ["../a", "/etc/passwd", "source/../../a", "source/out/a"]
)
def test_paths_out_of_the_directory_are_refused(tmp_path: Path, path: str) -> None:
    """Upwards, absolute, or through a link."""
    (tmp_path / "job" / "source").mkdir(parents=True)
    (tmp_path / "job" / "source" / "out").symlink_to(tmp_path)
    (tmp_path / "a").touch()
    with pytest.raises(InvalidFileError, match="missing"):
        located(tmp_path / "job", path)


def test_paths_within_are_found(tmp_path: Path) -> None:
    """Whether the file is there or not."""
    assert located(tmp_path, "source/a.jpg") == tmp_path / "source" / "a.jpg"


async def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    """Over more than one chunk."""
    data = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(data)
    assert await sha256(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_a_first_plan_leaves_time_for_a_safer_one() -> None:
    """The last one may have all that is left, and there is always a little."""
    clock = Clock(100)
    assert clock.share(last=False) == 60
    clock.spend(60)
    assert clock.share(last=True) == 40
    clock.spend(50)
    assert clock.share(last=True) == 5
