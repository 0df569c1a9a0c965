"""gallery-dl neither sleeps for long nor reads on without end."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gallery_dl.extractor
import pytest
from gallery_dl import exception, util

from bossbot.errors import NetworkError, RateLimitedError
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.gallery_dl import watch
from bossbot.sandbox.jobs.gallery_dl.album import Album
from bossbot.sandbox.jobs.gallery_dl.output import Output
from bossbot.sandbox.jobs.gallery_dl.watch import LONGEST_PAUSE, PATIENCE, Watch

pytestmark = pytest.mark.unit


class Extractor:
    """One whose requests have an end that is set before."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.session = SimpleNamespace(hooks={"response": []})

    def request(self, url: str, **_how: Any) -> Any:
        """Answer."""
        return self.answer

    def answered(self, status: int, *, stream: bool = False, **headers: str) -> Any:
        """Let the hooks look at an answer."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        response = SimpleNamespace(
            status_code=status, headers=named, url="https://x.com/", _content=b""
        )
        for hook in self.session.hooks["response"]:
            hook(response, stream=stream)
        return response


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """An empty album."""
    params = FetchParams(
        url="https://x.com/a/status/1",
        platform="twitter",
        proxy="",
        format="best",
        fit_bytes=1000,
        max_bytes=1000,
        max_files=25,
    )
    silent: Any = SimpleNamespace(progress=lambda **_how: None)
    output = Output(tmp_path, silent, max_files=25, max_bytes=1000)
    return Album(params=params, output=output)


def _watched(album: Album, answer: Any = None) -> Any:
    extractor: Any = Extractor(answer)
    watch = Watch(album)
    watch.over(extractor)
    watch.hear(extractor)
    return extractor


@pytest.mark.parametrize(
    ("asked", "slept"), [(0.5, 0.5), (600, LONGEST_PAUSE), (-1, 0)]
)
def test_pauses_are_short(
    asked: float, slept: float, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long an extractor wants to sleep between two requests."""
    naps: list[float] = []
    monkeypatch.setattr(watch, "time", SimpleNamespace(sleep=naps.append))
    _watched(album).sleep(asked, "request")
    assert naps == [slept]


@pytest.mark.parametrize(
    ("seconds", "wait"), [(600, 600), ("45", 45), (0.2, 1), (None, 1)]
)
def test_waits_are_the_queues(seconds: Any, wait: float, album: Album) -> None:
    """What gallery-dl would sleep through becomes an error that tells how long."""
    with pytest.raises(RateLimitedError) as caught:
        _watched(album).wait(seconds=seconds)
    assert caught.value.retry_after == wait


@pytest.mark.parametrize("as_a_date", [False, True])
def test_an_instant_is_told_as_seconds(as_a_date: bool, album: Album) -> None:
    """Some extractors say until when."""
    until = datetime.now(UTC) + timedelta(hours=1)
    with pytest.raises(RateLimitedError) as caught:
        _watched(album).wait(until=until if as_a_date else str(until.timestamp()))
    assert caught.value.retry_after is not None
    assert 3000 < caught.value.retry_after <= 3600


def test_the_site_knows_better_how_long(album: Album) -> None:
    """Its own `Retry-After` comes before what gallery-dl makes up."""
    extractor = _watched(album)
    extractor.answered(429, Retry_After="7")
    with pytest.raises(RateLimitedError) as caught:
        extractor.wait(seconds=600)
    assert caught.value.retry_after == 7


def test_another_refusal_does_not_say_how_long(album: Album) -> None:
    """What a missing page tells of its window is not what is waited for."""
    extractor = _watched(album)
    extractor.answered(404, x_rate_limit_reset="7")
    with pytest.raises(RateLimitedError) as caught:
        extractor.wait(seconds=600)
    assert caught.value.retry_after == 600


def test_a_good_answer_is_not_dropped_for_being_the_last(album: Album) -> None:
    """gallery-dl does not see that no more requests are left; a refusal it does."""
    extractor = _watched(album)
    assert not extractor.answered(200, x_rate_limit_remaining="0").headers
    assert extractor.answered(429, x_rate_limit_remaining="0").headers


def test_pages_without_a_file_come_to_an_end(album: Album) -> None:
    """Files themselves are no pages, and each one found is worth new pages."""
    extractor = _watched(album)
    for _ in range(PATIENCE):
        extractor.answered(200)
        extractor.answered(200, stream=True)
    album.output.files["one"] = "one.jpg"
    for _ in range(PATIENCE):
        extractor.answered(200)
    with pytest.raises(exception.StopExtraction):
        extractor.answered(200)


def test_no_answer_is_not_an_empty_one(album: Album) -> None:
    """A request that failed, and whose status would be read, is an error."""
    failed = util.NullResponse("https://x.com/", "NewConnectionError: refused")
    extractor = _watched(album, failed)
    with pytest.raises(NetworkError):
        extractor.request("https://x.com/", fatal=None)
    assert extractor.request("https://x.com/", fatal=False) is failed


def test_a_busy_site_tells_when_to_come_back(album: Album) -> None:
    """The answer behind the failed request says what it was."""
    failed = util.NullResponse("https://x.com/", "'503 Busy' for 'https://x.com/'")
    extractor = _watched(album, failed)
    extractor.answered(503, Retry_After="9")
    with pytest.raises(RateLimitedError) as caught:
        extractor.request("https://x.com/", fatal=None)
    assert caught.value.retry_after == 9


def test_no_extractor_sleeps_but_by_its_own_methods() -> None:
    """So taking these from it is enough, also in the library's next release."""
    folder = Path(inspect.getfile(gallery_dl.extractor)).parent
    sleeping = {
        path.name
        for path in folder.rglob("*.py")
        if "time.sleep(" in path.read_text(encoding="utf-8")
    }
    assert sleeping == {"common.py"}
