"""A zygote with the test kinds, and its client."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.sandbox import JobSpec, Sandbox
from tests.world.launcher import CoveredLauncher

MIB = 1 << 20

type Spec = Callable[..., JobSpec]


@pytest.fixture(scope="package")
def shared_zygote(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[CoveredLauncher]:
    """One zygote for all tests that leave it alive."""
    home = tmp_path_factory.mktemp("zygote")
    launcher = CoveredLauncher(home=home, jobs="tests.world.sandbox")
    launcher.start()
    yield launcher
    launcher.stop()


@pytest.fixture
def zygote(tmp_path: Path) -> Iterator[CoveredLauncher]:
    """A zygote of a test's own, to be harmed."""
    launcher = CoveredLauncher(home=tmp_path / "home", jobs="tests.world.sandbox")
    launcher.start()
    yield launcher
    launcher.stop()


@pytest.fixture
def sandbox(shared_zygote: CoveredLauncher) -> Sandbox:
    """A client of the shared zygote."""
    return Sandbox(shared_zygote.socket_path)


@pytest.fixture
def act(tmp_path: Path) -> Spec:
    """Makes the spec of an act of `tests.world.sandbox.acts`."""
    directory = tmp_path / "job"
    directory.mkdir()

    def make(name: str, *, memory: int = 128 * MIB, **params: Any) -> JobSpec:
        return JobSpec(
            kind="call",  # type: ignore[arg-type]  # a kind of the tests only
            params={"act": name, "programs": [sys.executable], **params},
            directory=str(directory),
            memory=memory,
            file_size=4 * MIB,
        )

    return make


@pytest.fixture
def program(tmp_path: Path) -> Spec:
    """Makes the spec of a program."""

    def make(*argv: str, memory: int = 128 * MIB, **more: Any) -> JobSpec:
        return JobSpec(
            kind="exec",
            params={"argv": list(argv)},
            directory=str(tmp_path),
            memory=memory,
            file_size=4 * MIB,
            **more,
        )

    return make
