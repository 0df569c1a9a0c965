"""Looks at played-back sites: through sandbox and guard, into ledger and Discord."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bossbot.adapters.disk.areas import TempDisk
from bossbot.adapters.disk.trash import Trash
from bossbot.adapters.ledger import Records
from bossbot.pipeline.canary_look import NAME
from bossbot.pipeline.housekeeping import temp_cleanup
from bossbot.queue.sites import FAILING
from bossbot.storage.retention import TempRules
from tests.integration.canaries.watched import Watched
from tests.world.siteplayer.sites import faults

pytestmark = pytest.mark.integration

REDDIT = "www.reddit.com"


def errors(lines: Sequence[Mapping[str, object]]) -> list[object]:
    """What reaches Sentry."""
    return [line["event"] for line in lines if line["log_level"] == "error"]


async def test_a_site_that_works_makes_no_noise(watched: Watched) -> None:
    """One file is fetched, thrown away, and known to have been; nobody is told."""
    with capture_logs() as lines:
        judgement = await watched.look("reddit")
    assert (judgement.canary.works, judgement.canary.worked) == (True, True)
    assert await watched.known("reddit") == judgement.canary
    assert watched.left() == []
    pictures = [seen for seen in watched.sites.seen if seen.path.endswith(".jpg")]
    assert len(pictures) == 1
    assert (errors(lines), watched.told()) == ([], [])


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (503, "network", "failing"),
        (429, "rate_limit", "limited"),
        (200, "invalid_file", "failing"),  # an empty page
    ],
)
async def test_works_fails_recovers(
    watched: Watched, status: int, code: str, reason: str
) -> None:
    """Told once when it fails and once when it works again; the site is paused."""
    await watched.look("reddit")
    watched.sites.moods[REDDIT] = status
    with capture_logs() as lines:
        while await watched.paused() == ():
            last = await watched.look("reddit")
            assert last.canary.failures <= FAILING
    assert last.canary.works is False
    assert last.canary.error is not None
    assert last.canary.error.code == code
    [site] = await watched.paused()
    assert (site.site, site.reason) == ("reddit", reason)
    assert await watched.skipped("reddit") == "left alone"
    assert errors(lines) == ["canary: a site fails"]
    [message] = watched.told()
    assert message.startswith("⚠️ Reddit stopped working")
    watched.sites.moods.clear()
    await watched.scripts.client.hset("bossbot:v1:site:reddit", "until", "0")
    with capture_logs() as lines:
        good = await watched.look("reddit")
    assert good.change == "works"
    assert await watched.paused() == ()
    assert errors(lines) == []
    assert [line["event"] for line in lines if line["log_level"] == "warning"] == [
        "canary: a site works again"
    ]
    assert len(watched.told()) == 2
    assert watched.told()[1].startswith("✅ Reddit works again")
    assert watched.left() == []


async def test_a_refusal_is_told_but_pauses_nothing(watched: Watched) -> None:
    """Members are told at once what is wrong, instead of waiting for nothing."""
    await watched.look("reddit")
    watched.sites.moods[REDDIT] = 403
    refused = await watched.look("reddit")
    assert (refused.change, refused.again) == ("fails", None)
    assert await watched.paused() == ()
    assert len(watched.told()) == 1
    await watched.look("reddit")
    assert len(watched.told()) == 1


async def test_a_message_that_did_not_go_out_follows(watched: Watched) -> None:
    """Discord was away: told at the next look, and then no more."""
    watched.sites.moods[REDDIT] = 403
    watched.discord.faults.status(503, times=10)
    with capture_logs() as lines:
        await watched.look("reddit")
        assert watched.told() == []
        watched.discord.faults.clear()
        await watched.look("reddit")
        await watched.look("reddit")
    assert len(watched.told()) == 1
    assert errors(lines) == ["canary: a site fails"]


async def test_an_owner_who_takes_no_messages_is_not_pestered(
    watched: Watched,
) -> None:
    """A refusal that is for good is noted once."""
    watched.sites.moods[REDDIT] = 403
    watched.discord.faults.status(403, code=50007, times=1)
    with capture_logs() as lines:
        await watched.look("reddit")
        await watched.look("reddit")
    assert [line["event"] for line in lines].count("owner not told") == 1
    assert watched.told() == []


async def test_a_site_without_a_name_here_is_its_host(watched: Watched) -> None:
    """Direct links have canaries, too."""
    judgement = await watched.look("files.playedback.org")
    assert judgement.canary.works is True


async def test_one_look_at_a_time_on_a_host(watched: Watched) -> None:
    """The second one's turn is given back, and comes again."""
    silent = asyncio.create_task(watched.watch.look(faults.HOST))
    async with asyncio.timeout(60):
        while not watched.sites.seen_at(faults.HOST):
            await asyncio.sleep(0.02)
    assert await watched.skipped("files.playedback.org") == "busy"
    assert await watched.known("files.playedback.org") is None
    watched.draining = True
    assert await silent == "draining"
    assert watched.left() == []
    assert await watched.known(faults.HOST) is None


@pytest.mark.parametrize(("kind", "what"), [(Path, "mkdir"), (Trash, "throw")])
async def test_a_disk_without_room_is_no_news_of_a_site(
    kind: type, what: str, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither before a look nor after it; and it is no fault of the task's."""

    def full(*_args: object, **_how: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, capture_logs() as lines:
        patch.setattr(kind, what, full)
        assert await watched.skipped("reddit") == "unclear"
    assert errors(lines) == []
    assert await watched.known("reddit") is None
    await watched.look("reddit")
    assert watched.left() == []


async def test_what_a_killed_look_left_is_removed_by_the_next(
    watched: Watched,
) -> None:
    """Nobody had the chance to clean up after it."""
    left = watched.disk.temp(NAME) / "0badcafe" / "source"
    left.mkdir(parents=True)
    (left / "clip.mp4.part").write_bytes(b"x" * 100)
    await watched.look("reddit")
    assert watched.left() == []


async def test_what_a_killed_look_left_is_found_by_the_temp_cleanup(
    watched: Watched,
) -> None:
    """Where no other look comes."""
    (watched.disk.temp(NAME) / "0badcafe").mkdir(parents=True)
    report = await temp_cleanup(
        TempDisk(watched.disk),
        Records(watched.scripts.client),
        rules=TempRules(abandoned=-1),
    )
    assert (report.removed, watched.left()) == (1, [])


async def test_a_host_that_does_not_know_the_link_leaves_it(watched: Watched) -> None:
    """A worker with other settings than the one that ticked."""
    assert await watched.skipped("tiktok") == "not configured"
