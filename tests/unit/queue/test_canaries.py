"""When a site is known to fail, and what its circuit breaker hears of it."""

from __future__ import annotations

import pytest

from bossbot.adapters.sandbox.errors import JobCrashedError
from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    InvalidFileError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.models import Canary
from bossbot.queue.canaries import LOOK_AGAIN, Judgement, judged, says_nothing
from bossbot.queue.sites import FAILING, LIMITED

pytestmark = pytest.mark.unit


class Looks:
    """Looks at one site, a minute after each other."""

    def __init__(self) -> None:
        self.known: Canary | None = None
        self.now = 0.0

    def look(self, error: BossBotError | None = None, link: str = "a") -> Judgement:
        self.now += 60
        judgement = judged(
            self.known, error, site="reddit", link=link, at=self.now, host="h"
        )
        self.known = judgement.canary
        return judgement


def test_the_first_good_look_is_nothing_to_tell() -> None:
    """It works, as everybody expects."""
    first = Looks().look()
    assert (first.change, first.heard, first.again) == (None, "answers", None)
    assert (first.canary.works, first.canary.worked) == (True, True)
    assert first.canary.told


@pytest.mark.parametrize(
    ("error", "enough", "heard"),
    [
        (NetworkError(platform="reddit"), FAILING, "failing"),
        (RateLimitedError(platform="reddit"), LIMITED, "limited"),
        (UnknownError(kind="KeyError"), FAILING, "failing"),
    ],
)
def test_what_may_pass_is_made_sure_of(
    error: BossBotError, enough: int, heard: str
) -> None:
    """As many looks as failing downloads would pause the site; told once."""
    looks = Looks()
    looks.look()
    seen = [looks.look(error) for _ in range(enough + 2)]
    assert [one.heard for one in seen] == [heard] * (enough + 2)
    changes = [one.change for one in seen]
    assert changes == [None] * (enough - 1) + ["fails", None, None]
    again = [one.again for one in seen]
    assert again == [LOOK_AGAIN] * (enough - 1) + [None] * 3
    assert seen[-1].canary.since == seen[enough - 1].canary.at
    assert [one.canary.works for one in seen[: enough - 1]] == [True] * (enough - 1)


@pytest.mark.parametrize("kind", [LoginRequiredError, NotFoundError])
def test_what_lasts_is_told_at_once(kind: type[BossBotError]) -> None:
    """And only once, however often it is seen."""
    looks = Looks()
    first, second = looks.look(kind()), looks.look(kind())
    assert (first.change, first.again) == ("fails", None)
    assert not first.canary.told
    assert (second.change, second.canary.since) == (None, first.canary.at)


def test_one_good_look_ends_it() -> None:
    """The site works again: that is told, too, and nothing is left of before."""
    looks = Looks()
    looks.look(LoginRequiredError())
    good = looks.look()
    assert (good.change, good.heard) == ("works", "answers")
    assert (good.canary.failures, good.canary.error) == (0, None)
    assert (good.canary.since, good.canary.told) == (good.canary.at, False)
    assert looks.look().change is None


def test_a_hiccup_is_forgotten() -> None:
    """Failures count in a row only."""
    looks = Looks()
    for _ in range(FAILING):
        assert looks.look(NetworkError()).change is None
        assert looks.look().change is None


@pytest.mark.parametrize(
    "error", [UnsupportedUrlError(host="h"), InvalidFileError(reason="empty")]
)
def test_a_strange_page_is_the_sites_failure_if_the_link_worked(
    error: BossBotError,
) -> None:
    """A link that never worked may be a wrong one."""
    never, once = Looks(), Looks()
    assert never.look(error).heard is None
    once.look()
    strange = once.look(error)
    assert (strange.change, strange.heard) == ("fails", "failing")
    assert strange.again == LOOK_AGAIN  # the breaker wants to hear it three times
    assert once.look(error).change is None


def test_another_link_starts_anew() -> None:
    """What was known of the old one says nothing of it."""
    looks = Looks()
    looks.look()
    looks.look(LoginRequiredError())
    other = looks.look(UnsupportedUrlError(host="h"), link="b")
    assert other.heard is None
    assert other.canary.failures == 1


def test_more_than_a_look_takes_is_a_good_sign() -> None:
    """The cap of a look is far below what members may fetch."""
    assert Looks().look(FileTooLargeError.of(limit=1)).canary.works is True


@pytest.mark.parametrize(("wait", "again"), [(30, 30), (600, None)])
def test_a_site_that_asks_for_patience_gets_it(
    wait: float, again: float | None
) -> None:
    """Soon enough, or at its next turn."""
    assert Looks().look(RateLimitedError(retry_after=wait)).again == again


@pytest.mark.parametrize(
    ("error", "nothing"),
    [
        (None, False),
        (UnknownError(kind="KeyError"), False),
        (NetworkError(), False),
        (DiskFullError(), True),
        (JobCrashedError(code=1), True),
    ],
)
def test_troubles_of_a_host_are_no_look(
    error: BossBotError | None, nothing: bool
) -> None:
    """A full disk or a broken sandbox doesn't make a site fail."""
    assert says_nothing(error) is nothing
