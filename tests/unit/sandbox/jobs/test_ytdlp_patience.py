"""Pages that are made to be looked at for hours."""

from __future__ import annotations

import re
import signal
import threading
import time
from typing import Any

import pytest

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.jobs.ytdlp import job, patience
from bossbot.sandbox.jobs.ytdlp.patience import TooLong, limited, unlimited
from bossbot.sandbox.jobs.ytdlp.session import Session

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to wait for it here."""
    monkeypatch.setattr(patience, "LONGEST", 0.1)


def _work(seconds: float) -> None:
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass


def test_a_search_without_end_is_interrupted() -> None:
    """Within the search itself, and nothing is left to go off later."""
    with pytest.raises(TooLong), limited():
        re.search("(a*)*b", "a" * 40)
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_who_only_waits_has_time() -> None:
    """A slow site takes nothing of the processor."""
    with limited():
        time.sleep(0.3)


def test_a_file_has_all_the_time_it_needs() -> None:
    """And after it there is as much as before."""
    with limited():
        with unlimited():
            _work(0.3)
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
        with pytest.raises(TooLong):
            _work(5)
    with unlimited():
        pass
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_in_another_thread_there_is_no_limit() -> None:
    """Signals are for the main one alone."""
    done: list[bool] = []

    def other() -> None:
        with limited():
            done.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert done == [True]


def test_such_a_page_has_no_media(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not asked again: it would take as long each time."""

    def endless(*_args: Any) -> None:
        re.search("(a*)*b", "a" * 40)

    monkeypatch.setattr(Session, "extract_info", endless)
    params = {
        "url": "https://a.example/",
        "platform": "other",
        "proxy": "http://127.0.0.1:1",
        "format": "best",
        "fit_bytes": 1,
        "max_bytes": 1,
        "max_files": 1,
    }
    with pytest.raises(UnsupportedUrlError) as caught:
        job.run(params, None)  # type: ignore[arg-type]
    assert caught.value.data == {"host": "a.example", "reason": "no_media"}
