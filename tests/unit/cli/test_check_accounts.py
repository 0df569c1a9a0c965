"""What `bossbot check` says of cookie files and of proxies by site."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bossbot.adapters.cookies import CookieStore
from bossbot.cli.checks.accounts import accounts
from bossbot.cli.checks.configuration import configuration
from bossbot.cli.checks.finding import Finding
from bossbot.cli.checks.passage import passage
from bossbot.settings import Settings

pytestmark = pytest.mark.unit

SOON, LATER, PAST = 4102444800, 4105123200, 1_000_000_000


class Files:
    """An operator's directory, and what is found there."""

    def __init__(self, root: Path) -> None:
        self.directory = root / "accounts"
        self.directory.mkdir()
        self.settings = Settings.load(
            _env_file=None, storage_root=root / "root", cookies_dir=self.directory
        )

    def put(self, text: str, name: str = "twitter.txt", mode: int = 0o600) -> None:
        """Write a file."""
        (self.directory / name).write_text(text)
        (self.directory / name).chmod(mode)

    async def look(self) -> dict[str, Finding]:
        """The findings by name."""
        return {one.name: one async for one in accounts(self.settings)}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """An empty directory."""
    return Files(tmp_path)


def line(expires: int, name: str = "token", domain: str = ".x.com") -> str:
    """One cookie."""
    return f"{domain}\tTRUE\t/\tTRUE\t{expires}\t{name}\ts3cret\n"


async def test_every_platform_is_told(files: Files) -> None:
    """With cookies or without; other sites where they have a file."""
    files.put(line(0, domain=".vimeo.com"), "vimeo.com.txt")
    found = await files.look()
    assert {"twitter", "reddit", "instagram", "youtube", "tiktok"} <= set(found)
    assert (found["reddit"].status, found["reddit"].text) == ("ok", "no cookies")
    assert (found["vimeo.com"].status, found["vimeo.com"].text) == ("ok", "1 cookie")


@pytest.mark.parametrize(
    ("text", "mode", "status", "told"),
    [
        (line(SOON), 0o600, "ok", "1 cookie, until 2100-01-01"),
        (
            line(SOON) + line(LATER, "b") + line(0, "c"),
            0o600,
            "ok",
            "3 cookies, until 2100-01-01 (the last until 2100-02-01)",
        ),
        (line(SOON) + line(PAST, "b"), 0o600, "ok", "1 cookie, until 2100-01-01"),
        (line(PAST), 0o600, "warning", "1 cookie, expired"),
        (line(0), 0o644, "warning", "1 cookie; others may read them"),
        (
            line(0) + line(0, domain=".bank.example"),
            0o600,
            "warning",
            "1 cookie; those of another site are left out",
        ),
        (line(0) + "nonsense\n", 0o600, "warning", "1 cookie; 1 broken line"),
        ('{"a": 1}', 0o600, "missing", "twitter.txt can't be used: not Netscape"),
        (
            line(0, domain=".bank.example"),
            0o600,
            "missing",
            "twitter.txt can't be used: no cookies",
        ),
    ],
)
async def test_what_is_said_of_a_file(
    files: Files, text: str, mode: int, status: str, told: str
) -> None:
    """How many, until when, and what is wrong, with the file in the fix."""
    files.put(text, mode=mode)
    found = (await files.look())["twitter"]
    assert (found.status, found.text) == (status, told)
    assert ("twitter.txt" in found.fix) is (status != "ok")
    assert "s3cret" not in str(found)


@pytest.mark.parametrize(
    ("runtime", "status"), [(None, "warning"), (Path("/bin/deno"), "ok")]
)
async def test_an_account_at_youtube_needs_the_runtime(
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    runtime: Path | None,
    status: str,
) -> None:
    """Without it, cookies make every video fail."""
    monkeypatch.setattr("bossbot.cli.checks.accounts.deno", lambda: runtime)
    files.put(line(0, domain=".youtube.com"), "youtube.txt")
    found = (await files.look())["youtube"]
    assert found.status == status
    assert ("--extra youtube" in found.fix) is (runtime is None)


async def test_what_was_renewed_counts(files: Files) -> None:
    """The file has expired, the account has not: nothing is to do."""
    files.put(line(SOON))
    store = CookieStore.of(files.settings)
    given = store.lookup("twitter", "https://x.com/a")
    await store.keep(given, line(LATER))
    found = (await files.look())["twitter"]
    assert found.text == "1 cookie, until 2100-02-01, renewed since"


@pytest.mark.parametrize("name", ["twiter.txt", "x.com.txt", "other.txt", "co.uk.txt"])
async def test_a_file_that_is_never_used(files: Files, name: str) -> None:
    """A slip of the pen would go unnoticed for ever."""
    files.put(line(0), name)
    found = (await files.look())["cookies"]
    assert (found.status, name in found.text) == ("warning", True)
    assert "twitter" in found.fix


async def test_looking_writes_nothing(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does it log what it tells anyway."""
    files.put(line(0), mode=0o644)
    await files.look()
    assert not files.settings.storage_root.exists()
    assert capsys.readouterr().out == ""


async def test_a_wrong_list_of_proxies_is_hidden_and_told() -> None:
    """What can't be taken apart may hold a password anywhere."""
    settings = Settings.load(_env_file=None, proxies=SecretStr("me:s3cret@proxy"))
    found = [one async for one in passage(settings)]
    assert [one.status for one in found] == ["missing"]
    assert "PROXIES" in found[0].fix
    shown = {one.name: one.value for one in configuration(settings)}
    assert "s3cret" not in str([*found, *shown.values()])
