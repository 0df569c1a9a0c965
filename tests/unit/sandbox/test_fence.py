"""Which ways out a proxy's URL opens, and which programs a list allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.sandbox.fence import Network
from bossbot.sandbox.paths import Paths
from bossbot.sandbox.programs import Programs

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("proxy", "address"),
    [
        ("http://token@127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("http://[::1]:8080/", ("::1", 8080)),
        ("http://127.0.0.1", None),
        ("http://localhost:8080", None),
        ("http://10.0.0.1:8080", None),
        ("http://127.0.0.1:99999", None),
        ("", None),
        (None, None),
        (8080, None),
    ],
)
def test_only_a_loopback_address_is_a_way_out(proxy: object, address: object):
    """Everything else means no network at all."""
    assert Network.through(proxy).address == address


@pytest.mark.parametrize("programs", [None, "/bin/sh", ["deno"], [1], {}])
def test_no_program_is_allowed_by_a_strange_list(programs: object):
    """Only absolute paths in a list count."""
    assert Programs.allowing(programs).paths == frozenset()


def test_directory_with_the_same_beginning_is_another(tmp_path: Path):
    """`/temp/ab` is not below `/temp/a`."""
    (tmp_path / "a").mkdir()
    (tmp_path / "ab").mkdir()
    rules = Paths(str(tmp_path / "a")).rules()
    rules["os.remove"]((str(tmp_path / "a" / "file"), -1))
    for outside in (tmp_path / "ab" / "file", tmp_path / "a", tmp_path / "a" / ".."):
        with pytest.raises(PermissionError):
            rules["os.remove"]((str(outside), -1))


def test_link_itself_may_be_removed(tmp_path: Path):
    """Removing a link that leads out changes only the job's directory."""
    (tmp_path / "link").symlink_to("/etc")
    rules = Paths(str(tmp_path)).rules()
    rules["os.remove"]((str(tmp_path / "link"), -1))
    with pytest.raises(PermissionError):
        rules["os.remove"]((str(tmp_path / "link" / "passwd"), -1))
