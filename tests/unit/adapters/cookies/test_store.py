"""The operator's file and the private copy of what a site renewed."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bossbot.adapters.cookies import CookieStore, Given
from bossbot.adapters.disk import locks
from bossbot.storage.layout import Layout

pytestmark = pytest.mark.unit

NOW = 1_800_000_000.0
LINK = "https://x.com/a/status/1"


def line(name: str, value: str, *, expires: int = 0) -> str:
    """One cookie of Twitter's."""
    return f".x.com\tTRUE\t/\tTRUE\t{expires}\t{name}\t{value}\n"


class Accounts:
    """An operator's directory, and stores of two processes of a worker."""

    def __init__(self, root: Path) -> None:
        self.directory = root / "accounts"
        self.directory.mkdir()
        self.layout = Layout(root / "storage")
        self.store, self.other = (
            CookieStore(directory=self.directory, layout=self.layout, now=lambda: NOW)
            for _ in range(2)
        )

    def put(self, *lines: str, name: str = "twitter") -> str:
        """Let the operator write a file."""
        path = self.directory / f"{name}.txt"
        path.write_text("".join(lines))
        path.chmod(0o600)
        return path.read_text()

    def given(self) -> Given:
        """What the next fetch gets."""
        return self.store.lookup("twitter", LINK)

    def values(self) -> dict[str, str]:
        """The cookies of the next fetch."""
        return {one.name: one.value for one in self.given().cookies}


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """With cookies of Twitter's."""
    accounts = Accounts(tmp_path)
    accounts.put(line("token", "old"), line("lang", "en"))
    return accounts


async def test_what_was_renewed_is_given_next(accounts: Accounts) -> None:
    """By any process, and without a change to the operator's file."""
    text = (accounts.directory / "twitter.txt").read_text()
    await accounts.store.keep(accounts.given(), line("token", "new"))
    assert accounts.values() == {"token": "new", "lang": "en"}
    given = accounts.other.lookup("twitter", LINK)
    assert "new" in {one.value for one in given.cookies}
    assert (accounts.directory / "twitter.txt").read_text() == text


async def test_the_copy_is_for_nobody_else(accounts: Accounts) -> None:
    """Neither file nor directory, whatever the umask."""
    before = os.umask(0)
    try:
        await accounts.store.keep(accounts.given(), line("token", "new"))
    finally:
        os.umask(before)
    path = accounts.layout.jar("twitter")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["twitter.txt"]


async def test_a_new_file_of_the_operators_wins_at_once(accounts: Accounts) -> None:
    """Also over what a fetch that began before brings back."""
    running = accounts.given()
    await accounts.store.keep(accounts.given(), line("token", "renewed"))
    accounts.put(line("token", "newest"))
    assert accounts.values() == {"token": "newest"}
    await accounts.store.keep(accounts.given(), line("token", "newest of all"))
    await accounts.store.keep(running, line("token", "late"))
    assert accounts.values() == {"token": "newest of all"}


async def test_fetches_at_once_keep_each_others_cookies(accounts: Accounts) -> None:
    """Each writes what it was told, not what it did not hear of."""
    claims = [line("token", "old") + line(f"n{n}", "new") for n in range(8)]
    given = accounts.given()
    await asyncio.gather(
        *(
            (accounts.store, accounts.other)[number % 2].keep(given, claim)
            for number, claim in enumerate(claims)
        )
    )
    assert set(accounts.values()) == {"token", "lang", *(f"n{n}" for n in range(8))}


async def test_what_ended_is_not_given(accounts: Accounts) -> None:
    """A site takes an expired session for none at all; the operator is told."""
    accounts.put(line("token", "old", expires=int(NOW) - 1), line("lang", "en"))
    assert accounts.values() == {"lang": "en"}
    accounts.put(line("token", "old", expires=int(NOW) - 1))
    with capture_logs() as logs:
        given = accounts.given()
    assert (given.state, given.cookies, given.text) == ("expired", (), None)
    assert [one["event"] for one in logs] == ["cookies have expired"]


async def test_a_site_elsewhere_has_a_file_by_its_domain(accounts: Accounts) -> None:
    """The nearest of host and domains above it; others get nothing."""
    cookie = "{}\tTRUE\t/\tFALSE\t0\ta\t{}\n"
    accounts.put(cookie.format(".vimeo.com", "of all"), name="vimeo.com")
    accounts.put(cookie.format("player.vimeo.com", "of one"), name="player.vimeo.com")
    found = {
        host: [one.value for one in accounts.store.lookup("other", host).cookies]
        for host in (
            "https://vimeo.com/1",
            "https://player.vimeo.com/1",
            "https://notvimeo.com/1",
        )
    }
    assert [*found.values()] == [["of all"], ["of one"], []]


async def test_a_broken_file_is_told_once_and_without_its_content(
    accounts: Accounts,
) -> None:
    """Not at each of a thousand downloads; again when it is another fault."""
    accounts.put('{"s3cret": 1}')
    with capture_logs() as logs:
        states = [accounts.given().state for _ in range(3)]
    assert states == ["unusable"] * 3
    assert len(logs) == 1
    assert "s3cret" not in str(logs)


async def test_what_is_odd_about_a_file_is_told(accounts: Accounts) -> None:
    """Others may read it, and it holds the cookies of another site."""
    text = ".bank.example\tTRUE\t/\tTRUE\t0\tid\ts3cret\n"
    accounts.put(line("token", "s3cret"), text)
    (accounts.directory / "twitter.txt").chmod(0o644)
    with capture_logs() as logs:
        accounts.given()
    assert [one["log_level"] for one in logs] == ["warning", "warning"]
    assert "bank.example" in str(logs)
    assert "s3cret" not in str(logs)


async def test_no_copy_fails_a_fetch(accounts: Accounts) -> None:
    """The media is there; the log says what could not be written."""
    accounts.layout.root.write_text("a file where the root should be")
    with capture_logs() as logs:
        await accounts.store.keep(accounts.given(), line("token", "new"))
    assert [one["event"] for one in logs] == ["renewed cookies not kept"]
    assert accounts.values()["token"] == "old"


async def test_a_broken_copy_is_none(accounts: Accounts) -> None:
    """The operator's file is always there to begin from."""
    await accounts.store.keep(accounts.given(), line("token", "new"))
    accounts.layout.jar("twitter").write_bytes(b"\xff\xfe")
    assert accounts.values()["token"] == "old"


async def test_a_copy_is_whole_or_as_it_was(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of writing leaves the last good one."""
    await accounts.store.keep(accounts.given(), line("token", "new"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    await accounts.store.keep(accounts.given(), line("token", "newer"))
    assert accounts.values()["token"] == "new"


async def test_cookies_of_no_use_are_not_kept(accounts: Accounts) -> None:
    """What a killed write left goes with the next one, and copies of files gone."""
    accounts.put(line("token", "vimeo"), name="vimeo.com")
    await accounts.store.keep(accounts.given(), line("token", "new"))
    copies = accounts.layout.cookies
    (copies / "vimeo.com.txt").write_text("copied")
    (copies / ".twitter.txt.0a1b2c3d.tmp").write_text("killed")
    await accounts.store.keep(accounts.given(), line("token", "newer"))
    assert {one.name for one in copies.iterdir()} == {"twitter.txt", "vimeo.com.txt"}
    (accounts.directory / "vimeo.com.txt").unlink()
    await accounts.store.keep(accounts.given(), line("token", "newest"))
    assert [one.name for one in copies.iterdir()] == ["twitter.txt"]
    assert accounts.values()["token"] == "newest"


async def test_nobody_waits_for_ever(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that stays taken costs the renewal, not the download."""
    monkeypatch.setattr("bossbot.adapters.cookies.copies._PATIENCE", 0.0)
    accounts.layout.locks.mkdir(parents=True)
    held = locks.try_file(accounts.layout.lock("cookies"))
    assert held is not None
    await accounts.store.keep(accounts.given(), line("token", "new"))
    os.close(held)
    assert accounts.values()["token"] == "old"


def test_without_a_directory_there_are_none(tmp_path: Path) -> None:
    """And an operator is told which file might help."""
    store = CookieStore(directory=None, layout=Layout(tmp_path))
    given = store.lookup("twitter", LINK)
    assert (given.name, given.state) == ("twitter", "none")
    assert store.lookup("other", "https://cdn.vimeo.com/").name == "vimeo.com"
