"""What the tasks make of a look: another one soon, and what Flower shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bossbot.errors import BossBotError, LoginRequiredError, NetworkError
from bossbot.queue.canaries import LOOK_AGAIN, judged
from tasks import canaries, process

pytestmark = pytest.mark.unit


class Services:
    """A worker whose only look ends so."""

    def __init__(self, seen: object) -> None:
        self.disk = SimpleNamespace(disk_id="disk-a")
        self.watch = self
        self.ledger = self
        self.requests = ["reddit", "youtube"]
        self._seen = seen

    async def look(self, _site: str) -> object:
        return self._seen

    async def due(self, links: list[str]) -> list[tuple[str, str]]:
        return [(site, "disk-b") for site in links]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The messages that go out."""
    messages: list[dict[str, Any]] = []
    app = SimpleNamespace(
        send_task=lambda name, **how: messages.append({"name": name, **how})
    )
    monkeypatch.setattr(canaries, "app", app)
    return messages


def seeing(monkeypatch: pytest.MonkeyPatch, seen: object) -> None:
    async def build() -> Any:
        return Services(seen)

    monkeypatch.setenv("REDIS_URL", "redis://nowhere.invalid/0")
    monkeypatch.setenv(process.WORKER, "0")
    monkeypatch.setattr(process, "die_with_parent", lambda *_: None)
    process.start(build)


@pytest.fixture(autouse=True)
def _process() -> object:
    yield
    process._process.runner.close()  # type: ignore[union-attr]
    process._process = None


def after(error: BossBotError | None) -> object:
    return judged(None, error, site="reddit", link="a", at=1, host="h")


def test_a_failure_is_made_sure_of_on_the_same_host(
    monkeypatch: pytest.MonkeyPatch, sent: list[dict[str, Any]]
) -> None:
    """Not at once, and not by a host that may be treated differently."""
    seeing(monkeypatch, after(NetworkError(platform="reddit")))
    told = canaries.canary("reddit")
    assert told == {"site": "reddit", "works": False, "error": "network"}
    [message] = sent
    assert (message["name"], message["args"]) == ("canary", ("reddit",))
    assert message["queue"] == "host.disk-a"
    assert message["countdown"] == LOOK_AGAIN
    assert message["expires"] > LOOK_AGAIN


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (after(None), {"works": True, "error": None}),
        (after(LoginRequiredError()), {"works": False, "error": "login_required"}),
        ("busy", {"skipped": "busy"}),
    ],
)
def test_what_is_sure_is_left(
    monkeypatch: pytest.MonkeyPatch,
    sent: list[dict[str, Any]],
    seen: object,
    told: dict[str, Any],
) -> None:
    """The next turn comes by itself."""
    seeing(monkeypatch, seen)
    assert canaries.canary("reddit") == {"site": "reddit", **told}
    assert sent == []


def test_each_turn_is_sent_to_its_host(
    monkeypatch: pytest.MonkeyPatch, sent: list[dict[str, Any]]
) -> None:
    """By the site's name; an old message comes to nothing."""
    seeing(monkeypatch, None)
    canaries.canaries()
    assert [(m["args"], m["queue"], m["argsrepr"]) for m in sent] == [
        (("reddit",), "host.disk-b", "(reddit)"),
        (("youtube",), "host.disk-b", "(youtube)"),
    ]
    assert all(message["expires"] for message in sent)


def test_a_worker_without_links_neither_sends_nor_looks(
    monkeypatch: pytest.MonkeyPatch, sent: list[dict[str, Any]]
) -> None:
    """Canaries are off until links are named."""
    seeing(monkeypatch, None)
    process.services().watch = None  # type: ignore[misc]
    canaries.canaries()
    assert canaries.canary("reddit") == {"site": "reddit", "skipped": "not configured"}
    assert sent == []
