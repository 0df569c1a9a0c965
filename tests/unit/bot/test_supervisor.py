"""A client that breaks is started again; one that keeps breaking ends the process."""

from __future__ import annotations

import pytest

from bossbot.bot.supervisor import MOST, WINDOW, supervised
from bossbot.settings import SettingsError

pytestmark = pytest.mark.unit


class Lives:
    """Lives that end as planned, on a clock that only pauses move."""

    def __init__(self, *ends: Exception | None, lasts: float = 1.0) -> None:
        self.ends = list(ends)
        self.lived = 0
        self.now = 0.0
        self.pauses: list[float] = []
        self._lasts = lasts

    async def run(self) -> None:
        self.lived += 1
        self.now += self._lasts
        end = self.ends.pop(0)
        if end is not None:
            raise end

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    async def supervised(self) -> None:
        await supervised(self.run, sleep=self.sleep, clock=lambda: self.now)


async def test_starts_again_until_it_ends_by_itself() -> None:
    """Pauses grow between the lives."""
    lives = Lives(OSError("a"), OSError("b"), None)
    await lives.supervised()
    assert lives.lived == 3
    assert lives.pauses == [2.0, 4.0]


async def test_what_operators_must_cure_is_not_tried_again() -> None:
    """A refused token stays refused."""
    lives = Lives(SettingsError("token"))
    with pytest.raises(SettingsError):
        await lives.supervised()
    assert lives.lived == 1


async def test_gives_up_when_it_keeps_breaking() -> None:
    """The process ends with the last error, for the platform to see."""
    lives = Lives(*[OSError(str(number)) for number in range(MOST + 1)])
    with pytest.raises(OSError, match=str(MOST)):
        await lives.supervised()
    assert lives.lived == MOST + 1


async def test_old_accidents_are_forgotten() -> None:
    """A breakdown now and then never ends it."""
    ends = [OSError("now and then")] * (3 * MOST)
    lives = Lives(*ends, None, lasts=WINDOW)
    await lives.supervised()
    assert lives.lived == 3 * MOST + 1
    assert set(lives.pauses) == {2.0}
