"""Members, workers, hosts and the reconciler, all acting at random on one ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bossbot.adapters.ledger import Desk, Heart, Scripts, Stages, connect
from bossbot.adapters.ledger.dispatching import Sending
from bossbot.errors import (
    BossBotError,
    DiscordRefusedError,
    DiskFullError,
    FileTooLargeError,
    NetworkError,
    NotFoundError,
    NotPossibleError,
    QueueFullError,
)
from bossbot.models import (
    CLEANUP,
    ENDED,
    FETCH,
    STAGES,
    TRANSCODE,
    UPLOAD,
    Change,
    DownloadRecord,
    Priority,
)
from bossbot.pipeline.ports import NobodyLeft, Outcome, Stale
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import Found, check, look, pass_time
from tests.world.requests import a_request

IDS = [f"download{number}" for number in range(8)]
HOSTS = ("disk-a", "disk-b")
GUILDS = ("guild1", "guild2")
BACK = st.sampled_from([0, 0, 0, 1, 2, 5])
"""Mostly what came last, sometimes what is long over."""
ENDS = st.sampled_from(
    ["finish"] * 8 + ["soon", "later", "fail", "large", "release", "partly", "barred"]
)
OWNERS = st.sampled_from(["one", "two"])
OWED = "owed"

REQUESTS = st.fixed_dictionaries(
    {
        "canonical": st.sampled_from(["https://a.example/", "https://b.example/"]),
        "guild": st.sampled_from(GUILDS),
        "user": st.sampled_from(["user1", "user2"]),
        "at_once": st.sampled_from([0, 1, 1, 2]),
        "priority": st.sampled_from([Priority.NORMAL, Priority.NORMAL, Priority.HIGH]),
        "pin": st.sampled_from([None, None, None, "disk-b"]),
    }
)


class Machine(RuleBasedStateMachine):
    """The rules, and a model of what each requester has been told.

    Attributes:
        messages: What was sent to hosts, to arrive once, twice, late or never.
        tokens: Executions that took a lease, to end in any way, or never.
        told: By the id asked under: `owed`, or how it ended.
        by_itself: Ends that no command asked for, and that may come all the same.
    """

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.client = connect(self.url)
        scripts = Scripts(self.client)
        self.ledger = Ledger(scripts, max_waiting=5)
        self.stages = Stages(scripts)
        self.desk = Desk(scripts, max_running=3)
        self.hearts = [
            Heart(self.url, disk_id=host, worker=f"w.{host}", slots=2) for host in HOSTS
        ]
        self.messages: list[Sending] = []
        self.tokens: list[tuple[Sending, str, DownloadRecord]] = []
        self.told: dict[str, str] = {}
        self.by_itself: set[str] = set()
        self.run(self.client.flushall())

    def run[T](self, work: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await work

        return self.runner.run(awaited())

    def teardown(self) -> None:
        self.run(self.bring_to_the_end())
        for heart in self.hearts:
            heart.close()
        self.run(self.client.aclose())
        self.runner.close()

    # What members and moderators do.

    @initialize(requests=st.lists(REQUESTS, min_size=4, max_size=4))
    def start(self, requests: list[dict[str, Any]]) -> None:
        """One host of two is there, and more to do than it can."""
        self.beat(0)
        for download_id, request in zip(IDS, requests, strict=False):
            self.ask(download_id, request)

    @rule(download_id=st.sampled_from(IDS), request=REQUESTS)
    def ask(self, download_id: str, request: dict[str, Any]) -> None:
        try:
            taken = self.run(self.ledger.enqueue(download_id, a_request(**request)))
        except QueueFullError:
            assert download_id not in self.told
            return
        assert taken.new == (download_id not in self.told)
        self.told.setdefault(download_id, OWED)
        self.admit()

    @rule(download_id=st.sampled_from(IDS))
    def cancel(self, download_id: str) -> None:
        sending = self.control(self.ledger.cancel(download_id, by="someone"))
        self.messages += [sending] if sending else []
        if self.told.get(download_id) == OWED:
            self.told[download_id] = "cancelled"

    @rule(download_id=st.sampled_from(IDS))
    def pause(self, download_id: str) -> None:
        self.control(self.ledger.pause(download_id))

    @rule(download_id=st.sampled_from(IDS))
    def resume(self, download_id: str) -> None:
        self.control(self.ledger.resume(download_id))

    @rule(
        download_id=st.sampled_from(IDS),
        change=st.sampled_from([None, None, Change.AUDIO, Change.SPLIT]),
    )
    def retry(self, download_id: str, change: Change | None) -> None:
        try:
            self.run(self.ledger.retry(download_id, change=change))
        except (NotPossibleError, QueueFullError):
            return
        assert self.told[download_id] in {"failed", OWED}
        self.told[download_id] = OWED

    @rule(guild=st.sampled_from(GUILDS))
    def clear(self, guild: str) -> None:
        ids, sendings = self.run(self.ledger.clear(guild, by="someone"))
        assert {self.told[name] for name in ids} <= {OWED}
        self.told |= dict.fromkeys(ids, "cancelled")
        self.messages += sendings

    def control[T](self, work: Awaitable[T]) -> T | None:
        try:
            return self.run(work)
        except NotPossibleError:
            return None

    # What hosts and time do.

    @rule(number=st.sampled_from([0, 0, 1]))
    def beat(self, number: int) -> None:
        self.hearts[number].beat(free=1, total=2, zygote=True)

    @rule(number=st.sampled_from([0, 1]))
    def leave(self, number: int) -> None:
        self.hearts[number].stop()

    @rule()
    def admit(self) -> None:
        self.messages += self.run(self.desk.admit())

    @rule()
    def reconcile(self) -> None:
        self.by_itself = {"failed", "cancelled"}
        self.messages += self.run(self.desk.reconcile())
        self.admit()

    @rule(seconds=st.sampled_from([1.0, 5.0, 9.0, 9.0, 61.0, 90_000.0, 700_000.0]))
    def wait(self, seconds: float) -> None:
        """One host is heard all the time, but for very long waits."""
        steps = 3 if seconds < 10 else 1
        for _ in range(steps):
            self.run(pass_time(self.client, seconds / steps))
            self.beat(0)

    # What workers do.

    @precondition(lambda self: self.messages)
    @rule(back=BACK, owner=OWNERS)
    def begin(self, back: int, owner: str) -> None:
        message = _at(self.messages, back)
        execution = f"{owner}.{message.stage}"  # none runs two stages
        try:
            begun = self.run(self.stages.begin(message.ref, message.stage, execution))
        except Stale:
            return
        self.tokens.append((message, execution, begun))

    @precondition(lambda self: self.tokens)
    @rule(back=BACK)
    def renew(self, back: int) -> None:
        message, owner, _ = _at(self.tokens, back)
        self.said(self.stages.renew(message.ref, owner))

    @precondition(lambda self: self.messages)
    @rule(back=BACK, ends=st.lists(ENDS, min_size=1, max_size=5))
    def work(self, back: int, ends: list[str]) -> None:
        """A worker takes a message, and the ones that follow from it."""
        self.begin(back, "worker")
        for end in ends:
            if self.tokens:
                self.end(0, end, private=False)
                self.begin(0, "worker")

    @precondition(lambda self: self.tokens)
    @rule(back=BACK, how=ENDS, private=st.booleans())
    def end(self, back: int, how: str, private: bool) -> None:
        """An execution says how it ended: its own end, or one that is long over."""
        message, owner, begun = _at(self.tokens, back)
        ref, stage, stages = message.ref, message.stage, self.stages
        owed = self.run(self.owed_by(ref.id))
        if how in {"finish", "partly", "barred"}:
            some = begun.owed[1:] if how == "partly" and stage == UPLOAD else ()
            if how == "barred" and stage in {FETCH, TRANSCODE}:
                some, private = begun.owed[: 1 + back], False
            error = DiscordRefusedError(status=403)
            outcome = Outcome(
                private=private and stage == FETCH,
                failed={delivery.number: error for delivery in some},
            )
            self.finish(message, owner, begun, outcome)
        elif how in {"fail", "large"}:
            large = FileTooLargeError.of(limit=1)
            ill = large if how == "large" else NotFoundError()
            failed = self.said(stages.fail(ref, stage, owner, ill))
            if failed and stage != CLEANUP:
                met = _reached(begun, stage)
                if stage not in {TRANSCODE, UPLOAD}:
                    met = set(owed)
                self.told |= {i: "failed" for i in met if self.told[i] == OWED}
        elif how == "release":
            if stage != CLEANUP:
                self.said(stages.release(ref, stage, owner))
        else:
            soon = how == "soon"
            delay = 2.0 if soon else 60.0
            why: BossBotError = NetworkError() if soon else DiskFullError()
            self.said(
                stages.retry(ref, stage, owner, delay=delay, error=why, soon=soon)
            )

    def finish(
        self, message: Sending, owner: str, begun: DownloadRecord, outcome: Outcome
    ) -> None:
        stage, over, more = message.stage, False, None
        try:
            more = self.run(self.stages.finish(message.ref, stage, owner, outcome))
        except Stale:
            return
        except NobodyLeft:
            over = True
        self.learn(stage, begun, outcome)
        if over:
            self.messages.append(Sending(message.ref, CLEANUP))
        elif more:
            self.messages.append(Sending(more, TRANSCODE))
        else:
            following = STAGES[STAGES.index(stage) + 1 :]
            self.messages += [Sending(message.ref, name) for name in following[:1]]

    def learn(self, stage: str, begun: DownloadRecord, outcome: Outcome) -> None:
        """What requesters know once a stage has ended well."""
        for delivery in begun.owed:
            bad = delivery.number in outcome.failed
            ends = delivery.made if stage == UPLOAD else bad
            if ends and self.told[delivery.id] == OWED:
                self.told[delivery.id] = "failed" if bad else "completed"

    async def owed_by(self, download_id: str) -> list[str]:
        records = await look(self.client)
        states = ("queued", "delayed", "paused", "dispatched", "running")
        return [
            records.field(i, n, "id")
            for i, n in records.owed(*states)
            if i == download_id
        ]

    def said(self, call: Awaitable[object]) -> bool:
        try:
            self.run(call)
        except Stale:
            return False
        return True

    # What must hold.

    @invariant()
    def lists_agree_with_records(self) -> None:
        found = self.run(look(self.client))
        check(found)
        self.compare(found)

    def compare(self, found: Found) -> None:
        """Each requester's end is the one the model knows, and stays it."""
        now: dict[str, str] = {}
        for download_id, record in found.records.items():
            for number in range(int(record["deliveries"])):
                state = found.field(download_id, number, "end") or OWED
                if state != "moved":
                    now[found.field(download_id, number, "id")] = state
        assert set(now) == set(self.told)
        for name, state in now.items():
            if self.told[name] != state:
                assert self.told[name] == OWED, (name, self.told[name], state)
                assert state in self.by_itself, (name, state)
                self.told[name] = state
        self.by_itself = set()

    async def bring_to_the_end(self) -> None:
        """With live hosts and working stages everything ends, and no slot is lost."""
        for name in IDS:
            try:
                await self.ledger.resume(name)
            except NotPossibleError:
                continue
        for _ in range(200):
            for heart in self.hearts:
                heart.beat(free=1, total=2, zygote=True)
            for sending in [*await self.desk.reconcile(), *await self.desk.admit()]:
                await self.execute(sending)
            found = await look(self.client)
            check(found)
            if set(found.records) == found.ids(*ENDED) and not found.zsets["cleanups"]:
                break
            await pass_time(self.client, 4)  # nobody is silent for long
        left = {n: m for n, m in (found.zsets | found.sets).items() if m}
        assert not {n for n in left if n.split(":")[0] not in _LASTING}, left

    async def execute(self, sending: Sending) -> None:
        for stage in STAGES[STAGES.index(sending.stage) :]:
            try:
                await self.stages.begin(sending.ref, stage, "last")
                await self.stages.finish(sending.ref, stage, "last", Outcome())
            except Stale:
                return


_LASTING = {"hosts", "host", "events", "sites", "site", "parked"}
"""Keys that hosts, sites and readers leave for a while."""


def _reached(begun: DownloadRecord, stage: str) -> set[str]:
    """Whom an execution of transcode or upload was for."""
    made = begun.owed if stage == TRANSCODE else [d for d in begun.owed if d.made]
    return {delivery.id for delivery in made}


def _at[T](things: list[T], back: int) -> T:
    return things[-1 - min(back, len(things) - 1)]
