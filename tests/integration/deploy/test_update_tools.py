"""`deploy/update-tools` in a copy of the project, with a `uv` that installs nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.integration.deploy.checkout import (
    HOSTS,
    LOCK,
    RELEASES,
    copied,
    update,
)
from tests.world.processes import ROOT

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]

UV = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path

here = Path(__file__).parent
arguments = sys.argv[1:]
with (here / "calls").open("a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
orders = json.loads((here / "orders").read_text())
if " ".join(arguments).startswith(orders["breaks"]):
    sys.exit("uv: as a test ordered")
if arguments[0] == "lock":
    Path("uv.lock").write_text(orders["lock"])
if arguments[:3] == ["run", "--no-sync", "python"] and "pytest" not in arguments:
    os.execv(sys.executable, [sys.executable, *arguments[3:]])
"""
NOTHING = "nothing breaks"

type Run = Callable[..., CompletedProcess[str]]


@dataclass
class Checkout:
    """A copy whose next `uv lock` finds a newer gallery-dl."""

    root: Path
    uv: Path

    def run(self, *options: str, breaks: str = NOTHING) -> CompletedProcess[str]:
        """Run the script; `breaks` is how a call of `uv` begins that fails."""
        orders = {"breaks": breaks, "lock": newer(ROOT.joinpath(LOCK).read_text())}
        (self.uv / "orders").write_text(json.dumps(orders))
        (self.uv / "calls").unlink(missing_ok=True)
        path = f"{self.uv}{os.pathsep}{os.environ['PATH']}"
        return update(self.root, *options, patience=150, PATH=path)

    def calls(self) -> list[str]:
        """What `uv` was asked for, in order."""
        lines = (self.uv / "calls").read_text().splitlines()
        return [" ".join(json.loads(line)) for line in lines]

    def read(self, path: str) -> str:
        return (self.root / path).read_text()


def newer(lock: str) -> str:
    """The lock with another gallery-dl in it, released on another day."""
    head, mark, rest = lock.partition('\nname = "gallery-dl"\nversion = "')
    _, _, rest = rest.partition('"')
    own, end, others = rest.partition("[[package]]")
    own = own.replace('upload-time = "2', 'upload-time = "3')
    return f'{head}{mark}999.1"{own}{end}{others}'


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    uv = tmp_path / "bin"
    uv.mkdir()
    (uv / "uv").write_text(UV)
    (uv / "uv").chmod(0o755)
    root = copied(tmp_path / "checkout")
    (root / HOSTS).write_text("left.behind.example g\n")
    return Checkout(root, uv)


def test_only_the_two_are_locked_anew_and_their_tables_follow(
    checkout: Checkout,
) -> None:
    """Lock, install, tables, tests, in this order; a second run changes nothing."""
    done = checkout.run("--extra", "youtube")
    assert done.returncode == 0, done.stderr
    locks = [call for call in checkout.calls() if call.startswith("lock")]
    assert locks[0] == "lock --upgrade-package yt-dlp --upgrade-package gallery-dl"
    assert [call.partition("==")[0] for call in locks[1:]] == [
        "lock --upgrade-package yt-dlp-ejs"
    ]
    assert "sync --locked --extra youtube" in checkout.calls()
    assert checkout.calls()[-1].startswith("run --no-sync python -m pytest")
    assert checkout.read(HOSTS) == (ROOT / HOSTS).read_text()
    assert "gallery-dl 999.1 3" in checkout.read(RELEASES)
    before = {path: checkout.read(path) for path in (LOCK, HOSTS, RELEASES)}
    assert checkout.run().returncode == 0
    assert before == {path: checkout.read(path) for path in before}


def test_what_is_installed_for_youtube_stays(checkout: Checkout) -> None:
    """`uv sync` alone would take the extra away."""
    (checkout.root / ".venv").mkdir()
    assert checkout.run(breaks="sync").returncode == 1
    assert "sync --locked" in checkout.calls()
    (checkout.root / "yt_dlp_ejs.py").touch()
    assert checkout.run(breaks="sync").returncode == 1
    assert "sync --locked --extra youtube" in checkout.calls()


def test_every_test_that_it_runs_is_there(checkout: Checkout) -> None:
    """A renamed folder would be tried no more."""
    checkout.run()
    *_, last = checkout.calls()
    paths = [word for word in last.split() if word.startswith("tests/")]
    assert len(paths) >= 4
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("breaks", "step"),
    [
        ("lock", "locking the newest yt-dlp and gallery-dl"),
        ("run --no-sync python -m pytest", "trying what they have to do"),
    ],
)
def test_a_failure_says_where_and_how_to_go_back(
    checkout: Checkout, breaks: str, step: str
) -> None:
    """No registry, or a new version that doesn't do what the old one did."""
    done = checkout.run("--extra", "youtube", breaks=breaks)
    assert done.returncode == 1
    assert f"Failed while {step}" in done.stderr
    back = f"git checkout -- uv.lock {HOSTS} {RELEASES} && uv sync --locked"
    assert f"{back} --extra youtube" in done.stderr
    assert "Up to date" not in done.stdout
