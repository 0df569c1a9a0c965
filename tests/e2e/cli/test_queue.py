"""`bossbot queue` against a real server and a real worker whose stages do nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bossbot.errors import IntakeStoppedError
from bossbot.models import FETCH, UPLOAD, DownloadRecord, State
from bossbot.queue.names import new_download_id
from tests.e2e.cli.running import Ended
from tests.world.deployment import EMPTY, Client, Deployment

pytestmark = pytest.mark.e2e

SLOW = f"https://empty.example/?{FETCH}=sleep:120"
ONCE = f"https://empty.example/?{FETCH}=first:120"
FAILS = f"https://empty.example/?{FETCH}=fail"
_numbers = count(1)


class Desk:
    """The command line beside a client of the same queue."""

    def __init__(self, deployment: Deployment, client: Client) -> None:
        self.deployment = deployment
        self.client = client
        self.queue = client.queue

    async def run(self, *words: str, **settings: str) -> Ended:
        """Run `bossbot queue …` to its end."""
        return await asyncio.to_thread(self._run, words, settings)

    def _run(self, words: tuple[str, ...], settings: dict[str, str]) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "bossbot", "queue", *words],
            env={**self.deployment.environment(), **settings},
            cwd=self.deployment.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    async def ask(self, url: str, **changes: Any) -> str:
        """Enqueue a link of which no other download holds anything."""
        return await self.client.ask(f"{url}&n={next(_numbers)}", **changes)

    async def until(self, download_id: str, state: State) -> DownloadRecord:
        """Wait until a download is in a state."""
        async with asyncio.timeout(60):
            while True:
                record = await self.client.get(download_id)
                if record.state is state:
                    return record
                await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with Deployment(tmp_path_factory.mktemp("q"), BOSS_BOT_WORKER_SLOTS="3") as made:
        made.start_worker(EMPTY)
        yield made


@pytest.fixture
async def desk(deployment: Deployment) -> AsyncIterator[Desk]:
    """With an empty queue before and after."""
    async with deployment.client() as client:
        await client.hosts(1)
        yield Desk(deployment, client)
        for line in await client.queue.listing():
            await client.queue.cancel(line.id, by="test")
        await client.queue.start_intake()


async def test_list(desk: Desk) -> None:
    """What runs, then what waits by its place; for people and for programs."""
    running = await desk.ask(SLOW, guild="11", user="21", at_once=1)
    await desk.client.until_stage(running, FETCH)
    second = await desk.ask(SLOW, guild="11", user="21", at_once=1)
    third = await desk.ask(SLOW, guild="11", user="21", at_once=1)
    other = await desk.ask(SLOW, guild="12", user="22")
    await desk.client.until_stage(other, FETCH)

    shown = await desk.run("list", "--guild", "11")
    assert (shown.code, shown.stderr) == (0, "")
    head, *rows, last = [line.split() for line in shown.stdout.splitlines()]
    assert head == (
        ["ID", "STATE", "POS", "PLATFORM", "PROGRESS", "AGE", "GUILD", "USER", "STARTS"]
    )
    assert [row[:3] for row in rows] == [
        [running, "Downloading", "-"],
        [second, "Queued", "1"],
        [third, "Queued", "2"],
    ]
    assert {tuple(row[6:8]) for row in rows} == {("11", "21")}
    assert " ".join(last) == "1 running, 2 waiting; 1 worker host."

    told = (await desk.run("list", "--json")).objects[0]
    lines = {line["id"]: line for line in told["downloads"]}
    assert set(lines) == {running, second, third, other}
    assert (lines[running]["state"], lines[running]["stage"]) == ("running", FETCH)
    assert (lines[third]["state"], lines[third]["position"]) == ("queued", 2)
    assert (told["hosts"], told["sites"], told["intake_stopped"]) == (1, [], None)
    assert SLOW not in json.dumps(told)


async def test_an_empty_queue(desk: Desk) -> None:
    """A sentence, not an empty table."""
    shown = await desk.run("list", "--guild", "404")
    assert shown.stdout == "The queue is empty. 1 worker host.\n"


async def test_pause_and_resume_what_fetches(desk: Desk) -> None:
    """The slot is free at once; it goes on as another attempt, to its end."""
    first = await desk.ask(ONCE, user="30", at_once=1)
    await desk.client.until_stage(first, FETCH)
    second = await desk.ask(f"{SLOW}", user="30", at_once=1)

    paused = await desk.run("pause", first)
    assert (paused.code, paused.stdout) == (0, f"{first}: paused\n")
    assert (await desk.client.get(first)).state is State.PAUSED
    await desk.client.until_stage(second, FETCH)
    assert (await desk.run("pause", first)).code == 0  # safe to repeat
    assert "1 paused" in (await desk.run("list")).stdout
    await desk.run("cancel", second)

    resumed = await desk.run("resume", first)
    assert (resumed.code, resumed.stdout) == (0, f"{first}: resumed\n")
    record = await desk.client.until_cleaned(first)
    assert (record.state, record.attempt) == (State.COMPLETED, 2)


async def test_what_can_not_be_paused(desk: Desk) -> None:
    """Each refusal says why on stderr; what could be done was done."""
    late = await desk.ask(f"https://empty.example/?{UPLOAD}=sleep:120")
    await desk.client.until_stage(late, UPLOAD)
    early, never = await desk.ask(SLOW), new_download_id()
    tried = await desk.run("pause", late, never, early)
    assert tried.code == 1
    assert tried.stdout == f"{early}: paused\n"
    said = tried.stderr.splitlines()
    assert said[0].startswith(f"{late}: ")
    assert "past fetching" in said[0]
    assert said[1].startswith(f"{never}: ")
    assert "no such download" in said[1]


async def test_cancel(desk: Desk) -> None:
    """Several at once, the same one twice; not what has ended otherwise."""
    one, two = await desk.ask(SLOW), await desk.ask(SLOW)
    done = await desk.run("cancel", one, two, one)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == f"{one}: cancelled\n{two}: cancelled\n"
    record = await desk.client.until_cleaned(one)
    assert record.error is not None
    assert (record.state, record.error.data) == (State.CANCELLED, {"by": "operator"})
    assert (await desk.run("cancel", one)).code == 0

    over = await desk.ask("https://empty.example/?x=y")
    await desk.client.until_cleaned(over)
    refused = await desk.run("cancel", over)
    assert refused.code == 1
    assert "nothing to cancel" in refused.stderr


async def test_retry(desk: Desk) -> None:
    """Only what failed is tried again."""
    failed, fine = await desk.ask(FAILS), await desk.ask(SLOW)
    before = await desk.client.until_cleaned(failed)
    done = await desk.run("retry", failed, fine)
    assert (done.code, done.stdout) == (1, f"{failed}: queued again\n")
    assert "has not failed" in done.stderr
    after = await desk.client.until_cleaned(failed)
    assert after.state is State.FAILED
    assert after.attempt > before.attempt
    assert after.deliveries[0].generation == 1


async def test_clear(desk: Desk) -> None:
    """All that waits in the server, and nothing else."""
    running = await desk.ask(SLOW, guild="13", user="23", at_once=1)
    await desk.client.until_stage(running, FETCH)
    waiting = [await desk.ask(SLOW, guild="13", user="23", at_once=1) for _ in "ab"]
    done = await desk.run("clear", "13")
    assert done.code == 0
    *each, last = done.stdout.splitlines()
    assert set(each) == {f"{one}: cancelled" for one in waiting}
    assert last == "2 cancelled."
    assert (await desk.client.get(running)).state is State.RUNNING
    assert (await desk.run("clear", "13")).stdout == "Nothing waits there.\n"


async def test_stop_and_start(desk: Desk) -> None:
    """Members are refused with the reason, operators see it in the list."""
    stopped = await desk.run("stop", "--reason", "moving")
    assert (stopped.code, stopped.stderr) == (0, "")
    with pytest.raises(IntakeStoppedError) as refusal:
        await desk.ask(SLOW)
    assert refusal.value.data == {"reason": "moving"}
    assert "by operator: moving" in (await desk.run("list")).stdout
    [told] = (await desk.run("list", "--json")).objects
    assert told["intake_stopped"]["reason"] == "moving"
    again = await desk.run("stop", "--reason", "other")
    assert (again.code, "moving" in again.stdout) == (0, True)

    assert (await desk.run("start")).stdout == "Intake is open again.\n"
    assert (await desk.run("start")).stdout == "Intake was open already.\n"
    await desk.ask(SLOW)


async def test_levels(desk: Desk) -> None:
    """Shown, granted, taken back; the owner has theirs anyway."""
    assert (await desk.run("level", "42")).stdout == "42: normal\n"
    assert (await desk.run("level", "42", "premium")).stdout == "42: premium\n"
    assert (await desk.queue.level("42")).value == "premium"
    assert (await desk.run("level", "42", "normal")).stdout == "42: normal\n"
    owner = await desk.run("level", "42", DISCORD_ADMIN_USER_ID="42")
    assert owner.stdout == "42: admin (the owner)\n"


async def test_show(desk: Desk) -> None:
    """State, stages and who it is for; what stands behind the `?` only in the JSON."""
    first = await desk.ask(FAILS, user="51")
    await desk.client.until_cleaned(first)
    shown = await desk.run("show", first)
    assert (shown.code, shown.stderr) == (0, "")
    assert "State       Failed\n" in shown.stdout
    assert "Error       not_found: " in shown.stdout
    assert "Link        https://empty.example/?…\n" in shown.stdout
    assert f"{first}: user 51, " in shown.stdout
    assert "fail&n=" not in shown.stdout
    [told] = (await desk.run("show", "--json", first)).objects
    assert told["record"]["request"]["url"].startswith(FAILS)
    assert told["record"]["error"]["code"] == "not_found"

    missing = await desk.run("show", new_download_id())
    assert (missing.code, missing.stdout) == (1, "")
    assert "no such download" in missing.stderr


async def test_shared_downloads(desk: Desk) -> None:
    """Each requester's id is a line of its own; cancelling one leaves the other."""
    url = f"{SLOW}&n={next(_numbers)}"
    first = await desk.client.ask(url, canonical=url, user="61")
    await desk.client.until_stage(first, FETCH)
    joined = await desk.client.ask(url, canonical=url, user="62")
    [told] = (await desk.run("list", "--json")).objects
    by_id = {line["id"]: line for line in told["downloads"]}
    assert by_id[joined]["download"] == by_id[first]["download"] == first
    assert (await desk.run("pause", joined)).code == 1
    shown = (await desk.run("show", joined)).stdout
    assert f"Download    {joined}, a share of {first}\n" in shown
    assert (await desk.run("cancel", joined)).stdout == f"{joined}: cancelled\n"
    assert (await desk.client.get(first)).state is State.RUNNING
    assert (await desk.client.get(joined)).state is State.CANCELLED


async def test_the_server_of_bossbot_up_is_found(desk: Desk) -> None:
    """Without REDIS_URL, by the storage root; elsewhere there is none."""
    root = str(desk.deployment.root)
    found = await desk.run("list", REDIS_URL="", BOSS_BOT_STORAGE_ROOT=root)
    assert found.code == 0, found.stderr
    none = await desk.run("list", REDIS_URL="")
    assert (none.code, none.stdout) == (3, "")
    assert "REDIS_URL is not set" in none.stderr
    away = await desk.run("list", REDIS_URL="redis://127.0.0.1:1/0")
    assert (away.code, away.stdout) == (3, "")
    assert "no server answers" in away.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("cancel",),
        ("cancel", "../../etc"),
        ("pause", "abcdefghjkmn", "x"),
        ("clear", "here"),
        ("level", "@someone"),
        ("level", "42", "king"),
        ("list", "--guild", "x"),
    ],
)
async def test_bad_usage_asks_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Exit code 2 though no Redis is there; the usage is shown."""
    from click.testing import CliRunner

    from bossbot.cli.queue import command

    done = CliRunner().invoke(command, words)
    assert done.exit_code == 2
    assert "Usage: " in done.output
