"""Which ways out a proxy's URL opens, and which programs a list allows."""

from __future__ import annotations

import os
import sys
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


def test_what_is_closed_is_not_read(tmp_path: Path):
    """By no path that leads there; what lies beside it is free."""
    job, accounts = tmp_path / "job", tmp_path / "accounts"
    for directory in (job, accounts, accounts / "..data"):
        directory.mkdir()
    (accounts / "reddit.txt").symlink_to("..data/reddit.txt")
    (job / "link.txt").symlink_to(accounts / "twitter.txt")
    opened = Paths(str(job), [str(accounts)]).rules()["open"]
    for path in (
        accounts / "twitter.txt",
        accounts / ".twitter.txt.0a1b2c3d.tmp",
        accounts / "reddit.txt",
        accounts / "..data" / "reddit.txt",
        job / ".." / "accounts" / "twitter.txt",
        job / "link.txt",
    ):
        with pytest.raises(PermissionError):
            opened((str(path), "r", os.O_RDONLY))
        with pytest.raises(PermissionError):
            opened((os.fsencode(path), "r", os.O_RDONLY))
    for path in (accounts / "ca.pem", tmp_path / "accounts.txt", job / "own.txt"):
        opened((str(path), "r", os.O_RDONLY))


def test_settings_are_not_read(tmp_path: Path):
    """A `.env` may hold the bot's token; where it lies doesn't matter."""
    job, accounts = tmp_path / "job", tmp_path / "accounts"
    job.mkdir()
    (job / "link").symlink_to(tmp_path / ".env")
    opened = Paths(str(job), [str(accounts)]).rules()["open"]
    for path in (tmp_path / ".env", job / "link"):
        with pytest.raises(PermissionError):
            opened((str(path), "r", os.O_RDONLY))
    opened((str(tmp_path / "env"), "r", os.O_RDONLY))


@pytest.mark.parametrize("closed", ["/", sys.prefix, None, 7, "{job}"])
def test_too_much_is_not_closed(tmp_path: Path, closed: object):
    """A job that can't read its own files would bring nothing."""
    given = [str(tmp_path)] if closed == "{job}" else [closed]
    told = given if isinstance(closed, str) else closed
    opened = Paths(str(tmp_path), told).rules()["open"]
    opened((str(tmp_path / "own.txt"), "r", os.O_RDONLY))
    opened((f"{sys.prefix}/lib/some.txt", "r", os.O_RDONLY))
