"""What a fetch job is told, and how little of what it says is believed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.ytdlp import YtDlp
from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    InvalidFileError,
    InvalidUrlError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnknownError,
)
from bossbot.models import Format, Progress
from bossbot.pipeline.ports import Fetched, FetchRequest
from bossbot.sandbox.protocol import JobProgress, JobSpec
from bossbot.settings import Settings

pytestmark = pytest.mark.unit

MB = 1024 * 1024


def _result(*paths: str, **more: Any) -> dict[str, Any]:
    files = [{"path": path, "name": f"name of {path}"} for path in paths]
    return {"files": files, "metadata": {"title": "T"}, "skipped": [], **more}


def _line(domain: str, value: str, *, expires: int = 0) -> str:
    fields = (f".{domain}", "TRUE", "/", "TRUE", str(expires), "session", value)
    return "\t".join(fields) + "\n"


def _put(directory: Path, site: str, text: str) -> str:
    path = directory / f"{site}.txt"
    path.write_text(text)
    path.chmod(0o600)
    return text


@dataclass
class FakeSandbox:
    """Runs a function in place of a job."""

    act: Callable[[JobSpec], Any]
    specs: list[JobSpec] = field(default_factory=list)

    async def run(
        self, spec: JobSpec, *, on_progress: Callable[[JobProgress], None]
    ) -> Any:
        """Run it, with one report of progress."""
        self.specs.append(spec)
        on_progress(JobProgress(done=5, total=9, name="a"))
        return self.act(spec)


@dataclass
class FakeGuard:
    """Opens sessions that have a verdict already."""

    verdict: BossBotError | None = None
    url: str = "http://guard:token@127.0.0.1:9"
    asked: list[dict[str, Any]] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def session(self, **how: Any) -> AsyncIterator[FakeGuard]:
        """Open one."""
        self.asked.append(how)
        yield self


class Fetching:
    """The adapter between the two fakes, and a directory with what a job left."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.guard = FakeGuard()
        self.told: list[Progress] = []
        self.handed: list[str | None] = []
        self.result: Any = _result("a.mp4")
        self.leaves = ""
        self.members_only = ""
        """What a visitor's cookies make the site say; nothing special by default."""
        self.sandbox = FakeSandbox(self._act)

    def _act(self, spec: JobSpec) -> Any:
        number = spec.params["cookies_descriptor"]
        text = None if number is None else os.read(spec.descriptors[number], MB)
        self.handed.append(None if text is None else text.decode())
        if text is not None and self.members_only:
            (self.directory / "by-the-account.part").touch()
            raise LoginRequiredError(reason=self.members_only)
        if isinstance(self.result, BossBotError):
            raise self.result
        if self.leaves:
            (self.directory / self.leaves).write_bytes(b"12345")
        return self.result

    async def fetch(self, **settings: Any) -> Fetched:
        """Fetch once."""
        tool = YtDlp(
            sandbox=cast("Sandbox", self.sandbox),
            guard=cast("EgressGuard", self.guard),
            settings=Settings.load(
                _env_file=None, storage_root=self.directory.parent / "root", **settings
            ),
        )
        request = FetchRequest(
            url="https://y.example/1",
            platform="youtube",
            directory=self.directory,
            format=Format.BEST,
            fit_bytes=MB,
            max_bytes=2 * MB,
            max_files=2,
            deadline=60.0,
        )
        return await tool.fetch(request, self.told.append)


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    """A job that left `a.mp4`, five bytes long."""
    directory = tmp_path / "source"
    directory.mkdir()
    (directory / "a.mp4").write_bytes(b"12345")
    return Fetching(directory)


async def test_the_files_are_looked_at(fetching: Fetching) -> None:
    """Sizes are those of the disk; progress is that of the fetch stage."""
    fetched = await fetching.fetch()
    (file,) = fetched.files
    assert (file.path, file.name, file.size) == ("a.mp4", "name of a.mp4", 5)
    assert fetched.metadata.title == "T"
    assert fetching.told == [Progress(stage="fetch", done=5, total=9, name="a")]


async def test_the_job_is_held_to_its_limits(fetching: Fetching) -> None:
    """Its memory, its file sizes, its directory and its only way out."""
    await fetching.fetch(job_memory_mb=200)
    (spec,) = fetching.sandbox.specs
    assert spec.kind == "ytdlp"
    assert spec.directory == str(fetching.directory)
    assert spec.memory == 200 * MB
    assert 2 * MB <= spec.file_size <= 3 * MB
    assert spec.params["proxy"] == fetching.guard.url
    assert spec.environment == {}


async def test_a_certificate_authority_of_ones_own(fetching: Fetching) -> None:
    """CA_FILE reaches both ways in which the libraries take it."""
    await fetching.fetch(ca_file=Path("/ca.pem"))
    (spec,) = fetching.sandbox.specs
    assert spec.params["ca_file"] == "/ca.pem"
    assert spec.environment == {"SSL_CERT_FILE": "/ca.pem"}


async def test_only_the_platforms_own_cookies(
    fetching: Fetching, tmp_path: Path
) -> None:
    """A job never holds another site's; what came with cookies is private."""
    _put(tmp_path, "twitter", _line("x.com", "secret of twitter"))
    public = await fetching.fetch(cookies_dir=tmp_path)
    _put(tmp_path, "youtube", _line("youtube.com", "secret of youtube"))
    private = await fetching.fetch(cookies_dir=tmp_path)
    assert (public.private, private.private) == (False, True)
    without, with_cookies = fetching.handed
    assert without is None
    assert with_cookies is not None
    assert "secret of youtube" in with_cookies
    assert "twitter" not in with_cookies


async def test_what_everybody_may_see_is_fetched_without_a_refused_account(
    fetching: Fetching, tmp_path: Path
) -> None:
    """Then nothing is private, and nothing of what the account brought is left."""
    _put(tmp_path, "youtube", _line("youtube.com", "of an ended session"))
    fetching.members_only = "ended"
    fetching.leaves = "a.mp4"
    fetched = await fetching.fetch(cookies_dir=tmp_path)
    assert not fetched.private
    assert [one.name for one in fetching.directory.iterdir()] == ["a.mp4"]
    assert [text is None for text in fetching.handed] == [False, True]


async def test_what_wants_an_account_is_told_as_the_account_was_told(
    fetching: Fetching, tmp_path: Path
) -> None:
    """The first refusal says more than the one without an account."""
    _put(tmp_path, "youtube", _line("youtube.com", "of an ended session"))
    fetching.members_only = "ended"
    fetching.result = NotFoundError()
    with pytest.raises(LoginRequiredError) as caught:
        await fetching.fetch(cookies_dir=tmp_path)
    assert caught.value.data["reason"] == "ended"
    assert caught.value.data["cookies"] == "used"


async def test_cookies_are_in_no_request_to_the_zygote(
    fetching: Fetching, tmp_path: Path
) -> None:
    """It reads requests, and whatever it read is in the memory of later jobs."""
    _put(tmp_path, "youtube", _line("youtube.com", "secret of youtube"))
    await fetching.fetch(cookies_dir=tmp_path)
    (spec,) = fetching.sandbox.specs
    assert b"secret" not in spec.to_line()
    assert "secret" not in repr(spec)


async def test_what_was_renewed_is_used_next(
    fetching: Fetching, tmp_path: Path
) -> None:
    """The operator's file stays as it is; the next job gets the site's new word."""
    text = _put(tmp_path, "youtube", _line("youtube.com", "old"))
    fetching.result = _result("a.mp4", cookies=_line("youtube.com", "new"))
    await fetching.fetch(cookies_dir=tmp_path)
    await fetching.fetch(cookies_dir=tmp_path)
    first, second = fetching.handed
    assert ("old" in str(first), "new" in str(first)) == (True, False)
    assert ("old" in str(second), "new" in str(second)) == (False, True)
    assert (tmp_path / "youtube.txt").read_text() == text


async def test_cookies_of_a_visitor_who_was_shown_the_door_are_not_kept(
    fetching: Fetching, tmp_path: Path
) -> None:
    """A site that asks for a login has ended the session, and says so in cookies."""
    _put(tmp_path, "youtube", _line("youtube.com", "old"))
    refused = LoginRequiredError(platform="youtube").to_dict()
    claim = _line("youtube.com", "new")
    fetching.result = _result("a.mp4", cookies=claim, skipped=[refused])
    await fetching.fetch(cookies_dir=tmp_path)
    await fetching.fetch(cookies_dir=tmp_path)
    assert "old" in str(fetching.handed[1])


@pytest.mark.parametrize(
    ("file", "state"),
    [
        (None, "none"),
        ("s3cret", "used"),
        ("expired", "expired"),
        ("{}", "unusable"),
    ],
)
async def test_an_account_that_is_needed_names_its_file(
    fetching: Fetching, tmp_path: Path, file: str | None, state: str
) -> None:
    """The operator reads which file to put or renew; no path, no cookie."""
    if file is not None:
        expires = 1 if file == "expired" else 0
        line = _line("youtube.com", file, expires=expires)
        _put(tmp_path, "youtube", file if file == "{}" else line)
    fetching.result = LoginRequiredError(platform="youtube")
    with pytest.raises(LoginRequiredError) as caught:
        await fetching.fetch(cookies_dir=tmp_path)
    assert caught.value.data == {
        "platform": "youtube",
        "cookies": state,
        "cookie_file": "youtube.txt",
    }


async def test_the_way_out_is_that_of_the_site(fetching: Fetching) -> None:
    """The guard is told whose session it is; the job how to call itself."""
    await fetching.fetch(user_agent="Harbour/1.0")
    assert fetching.guard.asked[0]["site"][0] == "youtube"
    assert fetching.sandbox.specs[0].params["user_agent"] == "Harbour/1.0"


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", ".hidden", "sub/a.mp4", "", ".", "gone.mp4"]
)
async def test_paths_that_lead_elsewhere(fetching: Fetching, path: str) -> None:
    """A job that was taken over can't name files that aren't its own."""
    (fetching.directory.parent / "secret").write_text("x")
    fetching.result = _result(path)
    with pytest.raises(UnknownError):
        await fetching.fetch()


@pytest.mark.parametrize("how", ["symlink", "hardlink", "directory"])
async def test_files_that_are_none(fetching: Fetching, how: str) -> None:
    """Links to what it may not read, and what is no file, are not taken."""
    secret = fetching.directory.parent / "secret"
    secret.write_text("x")
    path = fetching.directory / "b"
    {
        "symlink": lambda: path.symlink_to(secret),
        "hardlink": lambda: path.hardlink_to(secret),
        "directory": path.mkdir,
    }[how]()
    fetching.result = _result("b")
    with pytest.raises(UnknownError):
        await fetching.fetch()


async def test_an_empty_file(fetching: Fetching) -> None:
    """Nothing is not media; beside others it is only left out."""
    (fetching.directory / "b.mp4").touch()
    fetching.result = _result("b.mp4")
    with pytest.raises(InvalidFileError):
        await fetching.fetch()
    fetching.result = _result("b.mp4", "a.mp4")
    fetched = await fetching.fetch()
    assert [file.path for file in fetched.files] == ["a.mp4"]
    assert [error.code for error in fetched.skipped] == ["invalid_file"]


async def test_no_more_files_than_asked_for(fetching: Fetching) -> None:
    """The number is held here too."""
    names = [f"{number}.mp4" for number in range(9)]
    for name in names:
        (fetching.directory / name).write_bytes(b"x")
    fetching.result = _result(*names)
    assert len((await fetching.fetch()).files) == 2


async def test_no_more_bytes_than_allowed(fetching: Fetching) -> None:
    """The sum counts, however the bytes came about."""
    for name in ("b", "c"):
        (fetching.directory / name).write_bytes(bytes(2 * MB))
    fetching.result = _result("b", "c")
    with pytest.raises(FileTooLargeError):
        await fetching.fetch()


@pytest.mark.parametrize(
    "result", [None, [], {}, _result("a.mp4", metadata=[]), _result(), {"files": 1}]
)
async def test_answers_that_make_no_sense(fetching: Fetching, result: Any) -> None:
    """Nonsense is an error of ours, not a crash."""
    fetching.result = result
    with pytest.raises(UnknownError):
        await fetching.fetch()


async def test_the_guard_knows_best_why_it_failed(fetching: Fetching) -> None:
    """To the library a refused address looks like a broken connection."""
    fetching.result = NetworkError()
    fetching.guard.verdict = InvalidUrlError(reason="private_address")
    with pytest.raises(InvalidUrlError):
        await fetching.fetch()


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (UnknownError(exception="KeyError"), InvalidUrlError),
        (PermissionDeniedError(), InvalidUrlError),
        (InvalidFileError(reason="damaged"), InvalidUrlError),
        (NotFoundError(platform="reddit"), NotFoundError),
        (RateLimitedError(retry_after=9), RateLimitedError),
        (InvalidFileError(reason="live"), InvalidFileError),
        (DiskFullError(), DiskFullError),
    ],
)
async def test_the_guard_is_asked_only_where_it_may_be_the_cause(
    fetching: Fetching, job: BossBotError, told: type[BossBotError]
) -> None:
    """A post that is gone is gone, though a tracker beside it was refused."""
    fetching.result = job
    fetching.guard.verdict = InvalidUrlError(reason="private_address")
    with pytest.raises(told):
        await fetching.fetch()


async def test_what_the_job_tells_is_cut_to_length(fetching: Fetching) -> None:
    """A job that was taken over can't fill the ledger, nor stop it by numbers."""
    error = NetworkError(note="x" * MB).to_dict() | {"retry_after": float("inf")}
    fetching.result = _result(
        "a.mp4", metadata={"title": "y" * MB, "text": None}, skipped=[error] * 1000
    )
    fetched = await fetching.fetch()
    assert len(fetched.metadata.title or "") < MB // 100
    assert len(fetched.skipped) <= 100
    assert fetched.skipped[0].retry_after is None
    assert len(str(fetched.skipped[0])) < 1000


async def test_what_the_guard_cut_off_does_not_pass_by_itself(
    fetching: Fetching,
) -> None:
    """A file missing for the cap is no reason to try everything again."""
    gone, broken = NotFoundError().to_dict(), NetworkError().to_dict()
    fetching.result = _result("a.mp4", skipped=[gone, broken])
    fetching.guard.verdict = FileTooLargeError(max_mb=2)
    fetched = await fetching.fetch()
    assert [one.code for one in fetched.skipped] == ["not_found", "file_too_large"]
