"""The fetch stage's choice of tools, errors and attempts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    GeoBlockedError,
    InvalidFileError,
    InvalidUrlError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
    WorkerLostError,
)
from bossbot.models import (
    Change,
    Delivery,
    DiscordTarget,
    Format,
    Limits,
    MediaFile,
    Metadata,
    State,
)
from bossbot.pipeline.fetch import fetch
from bossbot.pipeline.ports import Fetched, FetchRequest, Outcome, Report
from tests.world.jobs import a_job
from tests.world.requests import LIMITS, a_request

pytestmark = pytest.mark.unit

TWEET = {"url": "https://x.com/a/status/1", "platform": "twitter"}
VIDEO = {"url": "https://youtu.be/abc", "platform": "youtube"}
FETCHED = Fetched(
    files=(MediaFile(path="a.jpg", name="a.jpg", size=5),),
    metadata=Metadata(title="T"),
)


class FakeTool:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, name: str, answer: Fetched | BossBotError) -> None:
        self.name = name
        self.answer = answer
        self.asked: list[FetchRequest] = []

    async def fetch(self, request: FetchRequest, report: Report) -> Fetched:
        """Answer."""
        self.asked.append(request)
        if isinstance(self.answer, BossBotError):
            raise self.answer
        return self.answer


class FakeShortLinks:
    """Leads from each `t.co` link to the next of these."""

    def __init__(self, *targets: str) -> None:
        self.targets = list(targets)

    async def target(self, url: str, platform: str, directory: Path) -> str:
        """Answer."""
        return self.targets.pop(0)


async def _run(
    gallery: Fetched | BossBotError,
    video: Fetched | BossBotError = FETCHED,
    *,
    retries: int = 0,
    change: Change | None = None,
    deadline: float = 60.0,
    leads: tuple[str, ...] = (),
    **how: Any,
) -> tuple[Outcome | BossBotError, FakeTool, FakeTool]:
    tools = FakeTool("gallery-dl", gallery), FakeTool("yt-dlp", video)
    job = a_job(Path("temp"), retries=retries, **{**TWEET, **how})
    job = replace(job, record=job.record.model_copy(update={"change": change}))
    try:
        outcome: Outcome | BossBotError = await fetch(
            job,
            tools={tool.name: tool for tool in tools},
            short_links=FakeShortLinks(*leads),
            deadline=deadline,
        )
    except BossBotError as error:
        outcome = error
    return outcome, *tools


async def test_the_tool_that_knows_the_site_is_asked() -> None:
    """Only the first tool runs when it delivers, and its name is noted."""
    outcome, gallery, video = await _run(FETCHED)
    assert isinstance(outcome, Outcome)
    assert outcome.tool == "gallery-dl"
    assert [file.path for file in outcome.files or ()] == ["source/a.jpg"]
    assert (len(gallery.asked), len(video.asked)) == (1, 0)


async def test_routing_is_by_link() -> None:
    """A video site's link goes to the video tool first."""
    outcome, gallery, _ = await _run(FETCHED, **VIDEO)
    assert isinstance(outcome, Outcome)
    assert outcome.tool == "yt-dlp"
    assert not gallery.asked


async def test_the_request_carries_the_limits() -> None:
    """What may be fetched and posted, of which format, and where to."""
    limits = Limits(image=1, audio=2, video=3, source=4)
    _, gallery, _ = await _run(FETCHED, limits=limits, format=Format.AUDIO)
    (asked,) = gallery.asked
    assert (asked.fit_bytes, asked.max_bytes, asked.format) == (2, 4, "audio")
    assert asked.directory == Path("temp/source")
    assert 0 < asked.deadline <= 60


async def test_a_format_is_chosen_for_who_may_have_most(tmp_path: Path) -> None:
    """Among those who still wait; the others' files are made from it."""
    tool = FakeTool("gallery-dl", FETCHED)
    deliveries = tuple(
        Delivery(
            number=number,
            request=a_request(limits=LIMITS.model_copy(update={"video": limit})),
            state=state,
        )
        for number, (limit, state) in enumerate(
            [(9, State.CANCELLED), (3, None), (7, None), (5, None)]
        )
    )
    job = a_job(tmp_path, **TWEET)
    record = job.record.model_copy(update={"deliveries": deliveries})
    await fetch(
        replace(job, record=record),
        tools={tool.name: tool},
        short_links=FakeShortLinks(),
        deadline=60,
    )
    assert tool.asked[0].fit_bytes == 7


@pytest.mark.parametrize("private", [True, False])
async def test_what_cookies_brought_is_said_to_be(private: bool) -> None:
    """The ledger lets nobody elsewhere have it."""
    outcome, _, _ = await _run(replace(FETCHED, private=private))
    assert isinstance(outcome, Outcome)
    assert outcome.private is private
    assert not outcome.ready


@pytest.mark.parametrize(
    "error",
    [
        UnsupportedUrlError(),
        InvalidFileError(reason="web_page"),
        LoginRequiredError(),
        PermissionDeniedError(),
        UnknownError(reason="KeyError"),
    ],
)
async def test_errors_that_the_other_tool_could_cure(error: BossBotError) -> None:
    """The other tool asks the site in another way, and is tried."""
    outcome, _, video = await _run(error)
    assert isinstance(outcome, Outcome)
    assert (outcome.tool, outcome.tried) == ("yt-dlp", ("gallery-dl",))
    assert len(video.asked) == 1


@pytest.mark.parametrize(
    "error",
    [
        NetworkError(),
        RateLimitedError(retry_after=5),
        NotFoundError(),
        GeoBlockedError(),
        FileTooLargeError(),
        InvalidUrlError(reason="private_address"),
        InvalidFileError(reason="live"),
        InvalidFileError(reason="empty"),
        InvalidFileError(reason="damaged"),
        WorkerLostError(),
    ],
)
async def test_errors_that_it_could_not_cure(error: BossBotError) -> None:
    """What lies in the site, the media or ourselves is not asked for twice."""
    outcome, _, video = await _run(error)
    assert outcome is error
    assert not video.asked


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://www.reddit.com/r/a/comments/1abc2d/x/", True),
        ("https://www.pixiv.net/en/artworks/12345", False),
        ("https://files.example.com/a.jpg", False),
    ],
)
async def test_a_login_is_left_to_tools_that_know_the_site(
    url: str, asked: bool
) -> None:
    """A tool that just searches pages would bring what the login page shows."""
    platform = "reddit" if "reddit" in url else "other"
    _, _, video = await _run(LoginRequiredError(), url=url, platform=platform)
    assert bool(video.asked) is asked


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (LoginRequiredError(), UnsupportedUrlError(), 0),
        (LoginRequiredError(), NotFoundError(), 0),
        (LoginRequiredError(), NetworkError(), 1),
        (UnsupportedUrlError(), LoginRequiredError(), 1),
        (UnsupportedUrlError(host="x"), UnsupportedUrlError(), 0),
        (UnknownError(reason="KeyError"), UnsupportedUrlError(), 1),
        (UnsupportedUrlError(), UnknownError(reason="KeyError"), 0),
        (UnknownError(reason="a"), UnknownError(reason="b"), 0),
    ],
)
async def test_the_error_that_says_most_is_told(
    first: BossBotError, second: BossBotError, told: int
) -> None:
    """Of two errors the one that helps the member more."""
    outcome, _, _ = await _run(first, second)
    assert outcome is (first, second)[told]


async def test_no_time_left_for_the_other_tool() -> None:
    """Both share the deadline: with next to none left the first error stands."""
    error = UnsupportedUrlError()
    outcome, _, video = await _run(error, deadline=1.0)
    assert outcome is error
    assert not video.asked


def _partly(error: BossBotError) -> Fetched:
    return Fetched(files=FETCHED.files, metadata=FETCHED.metadata, skipped=(error,))


async def test_a_missing_file_that_may_come_is_waited_for() -> None:
    """With attempts left a passing error of one file is the fetch's error."""
    error = NetworkError()
    outcome, _, _ = await _run(_partly(error), max_retries=3, retries=2)
    assert outcome is error


@pytest.mark.parametrize(
    ("error", "retries"),
    [(NetworkError(), 3), (UnknownError(), 1), (NotFoundError(), 0)],
)
async def test_what_there_is_is_taken_in_the_end(
    error: BossBotError, retries: int
) -> None:
    """Nine of ten pictures are better than none, once nothing more will come."""
    outcome, _, _ = await _run(_partly(error), max_retries=3, retries=retries)
    assert isinstance(outcome, Outcome)
    assert outcome.files
    assert outcome.skipped == (error,)


async def test_only_links_that_are_allowed_reach_a_tool() -> None:
    """The link is judged again: the record is older than the rules may be."""
    outcome, gallery, video = await _run(FETCHED, url="http://127.0.0.1/a.jpg")
    assert isinstance(outcome, InvalidUrlError)
    assert not gallery.asked + video.asked


async def test_a_short_link_is_followed_before_a_tool_is_chosen() -> None:
    """The tool, the cookies and the link are those of where it leads."""
    short = {"url": "https://t.co/abc", "platform": "twitter"}
    leads = ("https://bit.ly/abc", "https://fxtwitter.com/a/status/1")
    _, gallery, video = await _run(FETCHED, leads=leads, **short)
    assert [asked.url for asked in gallery.asked] == ["https://x.com/a/status/1"]
    _, gallery, video = await _run(FETCHED, leads=("https://youtu.be/a",), **short)
    assert [asked.platform for asked in video.asked] == ["youtube"]


@pytest.mark.parametrize(
    ("leads", "kind"),
    [
        (("http://127.0.0.1/a.jpg",), InvalidUrlError),
        (("file:///etc/passwd",), InvalidUrlError),
        (("https://x.com/login",), UnsupportedUrlError),
        (("https://t.co/abc",) * 10, UnsupportedUrlError),
    ],
)
async def test_where_a_short_link_may_not_lead(
    leads: tuple[str, ...], kind: type[BossBotError]
) -> None:
    """Inside, to what is no page with media, and round in circles."""
    url = "https://t.co/abc"
    outcome, gallery, video = await _run(FETCHED, leads=leads, url=url)
    assert isinstance(outcome, kind)
    assert not gallery.asked
    assert not video.asked


@pytest.mark.parametrize(
    ("change", "form", "fit"),
    [
        (Change.SMALLER, "smallest", 3),
        (Change.AUDIO, "audio", 2),
        (Change.SPLIT, "best", 30),
    ],
)
async def test_a_change_is_fetched_for(change: Change, form: str, fit: int) -> None:
    """In its format, for its parts; never into the partial files of another one."""
    limits = Limits(image=1, audio=2, video=3, source=4)
    outcome, gallery, _ = await _run(FETCHED, change=change, limits=limits)
    (asked,) = gallery.asked
    assert (asked.fit_bytes, asked.format) == (fit, form)
    assert asked.directory == Path(f"temp/source-{change}")
    assert isinstance(outcome, Outcome)
    assert [f.path for f in outcome.files or ()] == [f"source-{change}/a.jpg"]


@pytest.mark.parametrize("restricted", [True, False])
async def test_adult_media_is_not_for_every_channel(restricted: bool) -> None:
    """Whose channel is no place for it is told as soon as it is known."""
    channel = DiscordTarget(
        channel_id="2", upload_limit=1, age_restricted=not restricted
    )
    adult = replace(FETCHED, metadata=Metadata(age_restricted=True))
    outcome, *_ = await _run(adult, target=channel)
    assert isinstance(outcome, Outcome)
    assert set(outcome.failed) == ({0} if restricted else set())
    outcome, *_ = await _run(FETCHED, target=channel)
    assert isinstance(outcome, Outcome)
    assert not outcome.failed


async def test_a_short_link_to_what_the_server_denies() -> None:
    """Nothing is fetched for nobody; others who wait for the same get theirs."""
    closed = DiscordTarget(channel_id="2", upload_limit=1, denied=("tiktok", "other"))
    video = ("https://www.tiktok.com/@a/video/1",)
    url = "https://t.co/abc"
    for leads in (video, ("https://files.example.com/a.mp4",)):
        outcome, *tools = await _run(FETCHED, leads=leads, url=url, target=closed)
        assert isinstance(outcome, PermissionDeniedError)
        assert outcome.data["reason"] == "platform"
        assert not [asked for tool in tools for asked in tool.asked]
    outcome, *_ = await _run(
        FETCHED, leads=("https://x.com/a/status/1",), url=url, target=closed
    )
    assert isinstance(outcome, Outcome)
    assert not outcome.failed


async def test_a_redirect_to_what_the_server_denies() -> None:
    """The tool followed it: the page that it tells of is another platform's."""
    closed = DiscordTarget(channel_id="2", upload_limit=1, denied=("tiktok", "other"))
    for page, expected in (
        ("https://www.tiktok.com/@a/video/1", {0}),
        ("https://youtu.be/a", set()),
        ("https://files.example.com/a.mp4", set()),
        (None, set()),
    ):
        told = replace(FETCHED, metadata=Metadata(source_url=page))
        outcome, *_ = await _run(told, target=closed)
        assert isinstance(outcome, Outcome)
        assert set(outcome.failed) == expected
