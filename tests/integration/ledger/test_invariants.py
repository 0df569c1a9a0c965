"""Whatever happens in whatever order, the ledger's lists agree with its records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bossbot.adapters.ledger import Desk, Heart, Scripts, Stages, connect
from bossbot.adapters.ledger.dispatching import Sending
from bossbot.errors import DiskFullError, NotFoundError
from bossbot.models import CLEANUP, ENDED, STAGES
from bossbot.pipeline.ports import Outcome, Stale
from tests.integration.ledger.client import Ledger as Client
from tests.integration.ledger.inspection import Found, check, look, pass_time
from tests.world.requests import a_request

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

IDS = [f"download{number}" for number in range(6)]
HOSTS = ("disk-a", "disk-b")
BACK = st.sampled_from([0, 0, 0, 1, 2, 5])
"""Mostly what came last, sometimes what is long over."""
ENDS = st.sampled_from(["finish"] * 6 + ["soon", "later", "fail"])
OWNERS = st.sampled_from(["one", "two"])


class Ledger(RuleBasedStateMachine):
    """Members, workers, hosts and the reconciler, all acting at random.

    Attributes:
        messages: What was sent to hosts, to arrive once, twice, late or never.
        tokens: Executions that took a lease, to end in any way, or never.
    """

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.client = connect(self.url)
        scripts = Scripts(self.client)
        self.ledger, self.stages = Client(scripts), Stages(scripts)
        self.desk = Desk(scripts, max_running=3)
        self.hearts = [
            Heart(self.url, disk_id=host, worker=f"w.{host}", slots=2) for host in HOSTS
        ]
        self.messages: list[Sending] = []
        self.tokens: list[tuple[Sending, str]] = []
        self.run(self.client.flushall())

    def run[T](self, work: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await work

        return self.runner.run(awaited())

    @initialize()
    def start(self) -> None:
        """One host of two is there, and more to do than it can."""
        self.beat(0)
        for download_id in IDS[:4]:
            self.ask(download_id, None)

    def teardown(self) -> None:
        self.run(self.bring_to_the_end())
        for heart in self.hearts:
            heart.close()
        self.run(self.client.aclose())
        self.runner.close()

    @rule(number=st.sampled_from([0, 0, 1]))
    def beat(self, number: int) -> None:
        self.hearts[number].beat(free=1, total=2, zygote=True)

    @rule(number=st.sampled_from([0, 1]))
    def leave(self, number: int) -> None:
        self.hearts[number].stop()

    @rule(download_id=st.sampled_from(IDS), pin=st.sampled_from([None, "disk-b"]))
    def ask(self, download_id: str, pin: str | None) -> None:
        self.run(self.ledger.enqueue(download_id, a_request(pin=pin)))
        self.admit()

    @rule(download_id=st.sampled_from(IDS))
    def cancel(self, download_id: str) -> None:
        sending = self.run(self.ledger.cancel(download_id, by="someone"))
        self.messages += [sending] if sending else []

    @rule()
    def admit(self) -> None:
        self.messages += self.run(self.desk.admit())

    @rule()
    def reconcile(self) -> None:
        self.messages += self.run(self.desk.reconcile())
        self.admit()

    @rule(seconds=st.sampled_from([1.0, 5.0, 9.0, 9.0, 61.0, 90_000.0]))
    def wait(self, seconds: float) -> None:
        self.run(pass_time(self.client, seconds))
        self.beat(0)

    @precondition(lambda self: self.messages)
    @rule(back=BACK, owner=OWNERS)
    def begin(self, back: int, owner: str) -> None:
        message = _at(self.messages, back)
        execution = f"{owner}.{message.stage}"  # none runs two stages
        if self.said(self.stages.begin(message.ref, message.stage, execution)):
            self.tokens.append((message, execution))

    @precondition(lambda self: self.tokens)
    @rule(back=BACK)
    def renew(self, back: int) -> None:
        message, owner = _at(self.tokens, back)
        self.said(self.stages.renew(message.ref, owner))

    @precondition(lambda self: self.messages)
    @rule(back=BACK, ends=st.lists(ENDS, min_size=1, max_size=5))
    def work(self, back: int, ends: list[str]) -> None:
        """A worker takes a message, and the ones that follow from it."""
        self.begin(back, "worker")
        for end in ends:
            if self.tokens:
                self.end(0, end)
                self.begin(0, "worker")

    @precondition(lambda self: self.tokens)
    @rule(back=BACK, how=ENDS)
    def end(self, back: int, how: str) -> None:
        """An execution says how it ended: its own end, or one that is long over."""
        message, owner = _at(self.tokens, back)
        ref, stage, stages = message.ref, message.stage, self.stages
        error, soon = DiskFullError(), how == "soon"
        call: Awaitable[None]
        if how == "finish":
            call = stages.finish(ref, stage, owner, Outcome())
        elif how == "fail":
            call = stages.fail(ref, stage, owner, NotFoundError())
        else:
            delay = 2.0 if soon else 60.0
            call = stages.retry(ref, stage, owner, delay=delay, error=error, soon=soon)
        if self.said(call) and how == "finish":
            following = STAGES[STAGES.index(stage) + 1 :]
            self.messages += [Sending(ref, name) for name in following[:1]]

    def said(self, call: Awaitable[object]) -> bool:
        try:
            self.run(call)
        except Stale:
            return False
        return True

    @invariant()
    def lists_agree_with_records(self) -> None:
        check(self.look())

    def look(self) -> Found:
        return self.run(look(self.client))

    async def bring_to_the_end(self) -> None:
        """With live hosts and working stages everything ends, and no slot is lost."""
        for _ in range(60):
            for heart in self.hearts:
                heart.beat(free=1, total=2, zygote=True)
            for sending in [*await self.desk.reconcile(), *await self.desk.admit()]:
                await self.execute(sending)
            found = await look(self.client)
            check(found)
            if set(found.records) == found.ids(*ENDED) and not found.lists["cleanups"]:
                break
            await pass_time(self.client, 9)
        assert not any(found.lists.values()), found
        assert not any(found.active.values()), found

    async def execute(self, sending: Sending) -> None:
        for stage in STAGES[STAGES.index(sending.stage) :]:
            try:
                await self.stages.begin(sending.ref, stage, "last")
                await self.stages.finish(sending.ref, stage, "last", Outcome())
            except Stale:
                return
            assert stage != CLEANUP or (await self.ledger.record(sending.ref.id))


def _at[T](things: list[T], back: int) -> T:
    return things[-1 - min(back, len(things) - 1)]


def test_the_lists_agree_with_the_records(ledger_server: str) -> None:
    """Through any mixture of doubled, late and lost messages, deaths and cancels."""
    machine = type("Machine", (Ledger,), {"url": ledger_server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
