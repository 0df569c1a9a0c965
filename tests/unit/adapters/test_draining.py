"""A worker's processes hear that it goes, and it hears when they are done."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bossbot.adapters.draining import Drain

pytestmark = pytest.mark.unit


def test_everybody_hears_of_it(tmp_path: Path) -> None:
    """Whoever looks into the same directory; nobody else."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    Drain(tmp_path / "a").begin()
    assert Drain(tmp_path / "a").begun()
    assert not Drain(tmp_path / "b").begun()


def test_nobody_works(tmp_path: Path) -> None:
    """Also where none ever did, or the directory was cleaned away."""
    assert Drain(tmp_path).wait(5)
    with Drain(tmp_path).busy():
        pass
    assert Drain(tmp_path).wait(5)
    gone = Drain(tmp_path / "gone")
    with gone.busy():
        assert not gone.begun()
    assert gone.wait(5)


def test_who_works_is_waited_for(tmp_path: Path) -> None:
    """Until the last one is done, or patience is at its end."""
    one, other = Drain(tmp_path), Drain(tmp_path)
    done = threading.Event()

    def work() -> None:
        with other.busy():
            done.wait(10)

    with one.busy():
        thread = threading.Thread(target=work)
        thread.start()
    assert not one.wait(0.6)
    done.set()
    assert one.wait(10)
    thread.join()
