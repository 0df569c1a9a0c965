"""What the structure promises, kept by tests."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.dispatch import CRASHED
from bossbot.models import STAGES
from tasks import canaries, cleanups, control, stages
from tasks.celery import app

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
LONGEST = 200
MODULES = sorted([*(ROOT / "bossbot").rglob("*.py"), *(ROOT / "tasks").rglob("*.py")])


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    """One idea fits into 200 lines, and the first line names it."""
    text = module.read_text()
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text))


PACKAGES = sorted((ROOT / "bossbot").rglob("__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_has_a_map(package: Path) -> None:
    """Who opens it finds each module named, with what it is for."""
    told = ast.get_docstring(ast.parse(package.read_text())) or ""
    named = {word for name in re.findall(r"[\w.]+", told) for word in name.split(".")}
    modules = {path.stem for path in package.parent.glob("*.py")}
    modules |= {path.parent.name for path in package.parent.glob("*/__init__.py")}
    assert modules - {"__init__", "__main__"} <= named


def test_nothing_is_left_for_later() -> None:
    """No stub and no note to oneself lands."""
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|coming soon)\b")
    assert [name_of(m) for m in MODULES if later.search(m.read_text())] == []


def test_nothing_refers_to_what_a_reader_does_not_have() -> None:
    """A comment gives the reason itself, no paragraph of a document elsewhere."""
    elsewhere = re.compile(r"\b(?:SPEC|DESIGN|STYLE)\b|§")
    assert [name_of(m) for m in MODULES if elsewhere.search(m.read_text())] == []


def test_the_stages_are_the_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chains are built from names: each name is registered, and no other task is."""
    monkeypatch.setenv("REDIS_URL", "redis://nowhere.invalid/0")
    found = app.tasks.items()
    ours = {name for name, task in found if task.__module__.startswith("tasks.")}
    cleaners = {"clean_temp", "clean_main", "clean_deep"}
    modules = (stages, control, cleanups, canaries)
    assert {module.__name__ for module in modules} <= set(sys.modules)
    ticks = {"reconcile", "housekeeping", "canaries"}
    assert ours == {*STAGES, CRASHED, *ticks, "canary", *cleaners}


def test_every_script_of_the_ledger_is_called() -> None:
    """A transition nobody makes would be untested truth."""
    folder = ROOT / "bossbot" / "adapters" / "ledger"
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    names = {path.stem for path in (folder / "lua").glob("*.lua")} - {"prelude"}
    assert {name for name in names if f'"{name}"' not in code} == set()


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_sandbox_knows_nothing_of_the_rest() -> None:
    """Its program holds no secret, so it may not even load the code that reads them."""
    allowed = ("bossbot.sandbox", "bossbot.errors", "bossbot.links", "bossbot.kernel")
    for module in (ROOT / "bossbot" / "sandbox").rglob("*.py"):
        ours = [
            n for n in imports_of(module) if n.split(".")[0] in {"bossbot", "tasks"}
        ]
        assert [n for n in ours if not n.startswith(allowed)] == [], name_of(module)
