"""`dlc` and `dlclear`, of callers that the gate has let through."""

from __future__ import annotations

import dataclasses

import pytest

from bossbot.bot.services.cancelling import cancellable, dlc, dlclear
from bossbot.models import State
from tests.integration.bot.scene import ELSEWHERE, MEMBER, OTHER, SERVER, Scene, caller

pytestmark = pytest.mark.integration
MINE = caller()
MODERATOR = dataclasses.replace(caller(OTHER), manages_queue=True, manages_all=True)


async def test_ones_newest_without_an_id(scene: Scene) -> None:
    """The newest of this server that isn't over; then the one before."""
    old = await scene.ask()
    new = await scene.ask()
    await scene.ask(guild=ELSEWHERE)
    await scene.ask(user=OTHER)
    for download in (new, old):
        assert (await dlc(scene.services, MINE, None)).text == "⏹️ Cancelled."
        assert await scene.state(download) is State.CANCELLED
    answer = await dlc(scene.services, MINE, None)
    assert "no download under way" in answer.text
    assert len(await scene.queue.listing()) == 2


async def test_by_id(scene: Scene) -> None:
    """One's own; a moderator any of the server, nobody one of another server."""
    mine, theirs = await scene.ask(), await scene.ask(user="3")
    foreign = await scene.ask(guild=ELSEWHERE)
    answer = await dlc(scene.services, MINE, theirs)
    assert "who asked for it" in answer.text
    for download in (foreign, "abcdefgh2345", "../etc/passwd"):
        for who in (MINE, MODERATOR):
            answer = await dlc(scene.services, who, download)
            assert "no such download" in answer.text
    assert len(await scene.queue.listing()) == 3
    for who, download in ((MINE, mine), (MODERATOR, theirs)):
        await dlc(scene.services, who, download)
        assert await scene.state(download) is State.CANCELLED
    assert "over already" in (await dlc(scene.services, MINE, mine)).text


async def test_a_moderators_own_newest(scene: Scene) -> None:
    """Without an id nobody else's is meant."""
    await scene.ask()
    answer = await dlc(scene.services, MODERATOR, None)
    assert "no download under way" in answer.text


async def test_clearing_says_how_many(busy: Scene) -> None:
    """What waits here is over; what runs, and other servers' queues, go on."""
    running = await busy.ask()
    await busy.worker.begin(running)
    elsewhere = await busy.ask(guild=ELSEWHERE)
    await busy.queue.pause(elsewhere, by=MEMBER)
    paused = await busy.ask()
    await busy.queue.pause(paused, by=MEMBER)
    answer = await dlclear(busy.services, MODERATOR)
    assert "1 waiting download was cancelled" in answer.text
    assert await busy.state(paused) is State.CANCELLED
    assert await busy.state(running) is State.RUNNING
    assert await busy.state(elsewhere) is State.PAUSED
    assert "Nothing is waiting" in (await dlclear(busy.services, MODERATOR)).text


async def test_what_is_offered_while_typing(scene: Scene) -> None:
    """One's own of this server, newest first, in words that fit a choice."""
    old = await scene.ask()
    new = await scene.ask()
    await scene.ask(user=OTHER)
    await scene.ask(guild=ELSEWHERE)
    found = await cancellable(scene.services, MINE)
    assert [name for name, _ in found] == [new, old]
    assert found[0][1] == f"{new} · Queued · media.example"
    assert await cancellable(scene.services, caller(guild=None)) == ()
    assert MINE.guild == SERVER
