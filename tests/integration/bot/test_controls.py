"""Controls by whom: requester, stranger, moderators of this server and of another."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bossbot.access.stored import role_field
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services.controls import act
from bossbot.bot.services.operations import operate
from bossbot.errors import FileTooLargeError, NetworkError
from bossbot.media.offers import LASTS
from bossbot.messages.catalogue import CONTROLS
from bossbot.messages.controls import CHANGES, Action, refusal
from bossbot.messages.view import View
from bossbot.models import TRANSCODE, Change, Level, Permission, State
from tests.integration.bot.scene import (
    ELSEWHERE,
    MEMBER,
    OTHER,
    SERVER,
    Scene,
    caller,
    played,
)
from tests.integration.ledger.inspection import pass_time

pytestmark = pytest.mark.integration
MINE = caller()
STRANGER = caller(OTHER)
MODERATOR = caller(OTHER, manages_messages=True)
FOREIGN = caller(OTHER, ELSEWHERE, manages_messages=True, manages_guild=True)
NOT_YOURS = refusal(Action.CANCEL, "not_yours")


async def press(scene: Scene, who: Caller, action: Action, *downloads: str) -> Answer:
    answer = await act(scene.services, scene.posts, who, action, downloads)
    assert answer.private
    assert len(answer.text) <= 2000
    return answer


@pytest.mark.parametrize("who", [MINE, MODERATOR], ids=["requester", "moderator"])
async def test_pause_resume_cancel(scene: Scene, who: Caller) -> None:
    """By who asked and by who manages the queue; each is said."""
    download = await scene.ask()
    for action, said, state in (
        (Action.PAUSE, "⏸️ Paused.", State.PAUSED),
        (Action.PAUSE, "⏸️ Paused.", State.PAUSED),
        (Action.RESUME, "▶️ Resumed.", State.QUEUED),
        (Action.CANCEL, "⏹️ Cancelled.", State.CANCELLED),
    ):
        answer = await press(scene, who, action, download)
        assert (answer.text, answer.error) == (said, None)
        assert await scene.state(download) is state
    error = (await scene.record(download)).error
    assert error is not None
    assert error.data["by"] == who.user


@pytest.mark.parametrize("action", Action)
async def test_a_stranger_controls_nothing(scene: Scene, action: Action) -> None:
    """Nor reads the receipt; it is logged where floods and attacks are."""
    download = await scene.ask()
    with capture_logs() as logs:
        answer = await press(scene, STRANGER, action, download)
    assert answer.text == NOT_YOURS
    assert answer.error is not None
    assert await scene.state(download) is State.QUEUED
    [line] = [line for line in logs if line["event"] == "control refused"]
    assert (line["user"], line["reason"]) == (OTHER, "not_yours")


@pytest.mark.parametrize("action", Action)
async def test_other_servers_downloads_do_not_exist(
    scene: Scene, action: Action
) -> None:
    """Whoever manages another server reads what they would of an invented id."""
    download = await scene.ask()
    real = await press(scene, FOREIGN, action, download)
    invented = await press(scene, FOREIGN, action, "abcdefgh2345")
    assert real == invented
    assert "no such download" in real.text
    assert await scene.state(download) is State.QUEUED


async def test_not_in_direct_messages(scene: Scene) -> None:
    """Where no server is, no download is; not even one's own."""
    download = await scene.ask()
    answer = await press(scene, caller(guild=None), Action.CANCEL, download)
    assert "no such download" in answer.text
    assert await scene.state(download) is State.QUEUED


async def test_one_server_of_two(scene: Scene) -> None:
    """The same member's downloads elsewhere are out of reach from here."""
    here, there = await scene.ask(), await scene.ask(guild=ELSEWHERE)
    answer = await press(scene, MINE, Action.CANCEL, here, there)
    assert answer.text == "⏹️ Cancelled."
    assert await scene.state(here) is State.CANCELLED
    assert await scene.state(there) is State.QUEUED


async def test_a_role_of_the_servers_own_choice_manages(scene: Scene) -> None:
    """As its settings say; there alone, and not any more when it is taken away."""
    download = await scene.ask()
    helper = caller(OTHER, roles=(SERVER, "55"))
    for given, said in ((True, "⏸️ Paused."), (False, NOT_YOURS)):
        name = role_field("55", "manage_queue")
        await scene.services.preferences.set_server(SERVER, name, given)
        assert (await press(scene, helper, Action.PAUSE, download)).text == said


async def test_who_is_banned_controls_nothing(scene: Scene) -> None:
    """Not even what they asked for before."""
    download = await scene.ask()
    await scene.services.grants.ban(MEMBER, by="0", reason="spam")
    answer = await press(scene, MINE, Action.CANCEL, download)
    assert "spam" in answer.text
    assert answer.error is not None
    assert await scene.state(download) is State.QUEUED


async def test_too_many_controls(scene: Scene) -> None:
    """The first refusal in a minute is answered, the others are only counted."""
    download = await scene.ask()
    for _ in range(CONTROLS.per_minute):
        assert (await press(scene, MINE, Action.PAUSE, download)).error is None
    first, second = [await press(scene, MINE, Action.CANCEL, download) for _ in "ab"]
    assert first.error is not None
    assert first.text
    assert second.error is not None
    assert not second.text
    assert await scene.state(download) is State.PAUSED
    assert (await press(scene, MODERATOR, Action.CANCEL, download)).error is None


async def test_what_does_not_fit_says_why(busy: Scene) -> None:
    """In the words of the table, and nothing is done."""
    download = await busy.ask()
    await busy.worker.begin(download, TRANSCODE)
    for action, said in (
        (Action.PAUSE, "past fetching"),
        (Action.RESUME, "running already"),
        (Action.RETRY, "not failed"),
        (Action.SMALLER, "not failed"),
        (Action.DELETE, "Nothing was posted"),
    ):
        answer = await press(busy, MINE, action, download)
        assert said in answer.text
        assert answer.error is not None
    assert await busy.state(download) is State.RUNNING
    await busy.worker.complete(download)
    for action in (Action.PAUSE, Action.RESUME, Action.CANCEL):
        assert "over already" in (await press(busy, MINE, action, download)).text
    assert await busy.state(download) is State.COMPLETED


async def test_what_failed_is_tried_again(busy: Scene) -> None:
    """Once, however often the button is pressed."""
    download = await busy.ask()
    await busy.worker.fail(download, NetworkError())
    for _ in range(2):
        answer = await press(busy, MINE, Action.RETRY, download)
        assert answer.text == "🔄 Trying again."
    await busy.worker.complete(download)
    [delivery] = (await busy.record(download)).deliveries
    assert (delivery.state, delivery.generation) == (State.COMPLETED, 1)


async def test_what_is_too_large_is_made_to_fit(busy: Scene) -> None:
    """As the requester chooses, and only where it was too large."""
    large, broken = await busy.ask(), await busy.ask()
    await busy.worker.fail(large, FileTooLargeError(), TRANSCODE)
    await busy.worker.fail(broken, NetworkError())
    answer = await press(busy, MINE, Action.AUDIO, broken)
    assert answer.error is not None
    answer = await press(busy, MINE, Action.AUDIO, large, broken)
    assert answer.text == "🎵 The sound alone is on its way: 1 of 2 downloads."
    assert (await busy.record(large)).deliveries[0].changes == (Change.AUDIO,)
    assert await busy.state(broken) is State.FAILED


async def test_a_retry_leaves_out_what_would_be_too_large_again(busy: Scene) -> None:
    """Of several; alone it is tried again all the same, for who insists."""
    large, broken = await busy.ask(), await busy.ask()
    await busy.worker.fail(large, FileTooLargeError(), TRANSCODE)
    await busy.worker.fail(broken, NetworkError())
    answer = await press(busy, MINE, Action.RETRY, large, broken)
    assert answer.text == "🔄 Trying again: 1 of 2 downloads."
    assert await busy.state(large) is State.FAILED
    assert (await press(busy, MINE, Action.RETRY, large)).error is None


async def test_what_is_too_large_can_be_left_at_that(busy: Scene) -> None:
    """The offers go; once they have lapsed there is nothing to cancel."""
    download = await busy.ask()
    await busy.queue.set_status_message(download, "555")
    await busy.worker.fail(download, FileTooLargeError())
    answer = await press(busy, MINE, Action.CANCEL, download)
    assert answer.text == "⏹️ Cancelled."
    assert busy.posts.amended == [("555", {*CHANGES, Action.CANCEL}, "")]
    await pass_time(busy.queue.client, LASTS)
    answer = await press(busy, MINE, Action.CANCEL, download)
    assert "nothing to cancel" in answer.text


async def test_a_full_queue_takes_nothing_back(redis_url: str) -> None:
    """A retry says so, with its reason."""
    async with played(redis_url, works=True, max_queue_size=1) as scene:
        download = await scene.ask()
        await scene.worker.fail(download, NetworkError())
        await scene.queue.pause(await scene.ask(), by=MEMBER)
        waits = await scene.ask(user="3", at_once=1)
        await scene.worker.begin(waits)
        await scene.ask(user="3", at_once=1)
        answer = await press(scene, MINE, Action.RETRY, download)
        assert "1 download is waiting" in answer.text
        assert await scene.state(download) is State.FAILED


async def test_several_downloads_of_one_message(scene: Scene) -> None:
    """It is done to all that it fits, and said to how many; a missing one is none."""
    first, second, third = [await scene.ask() for _ in range(3)]
    await press(scene, MINE, Action.CANCEL, first)
    answer = await press(
        scene, MINE, Action.PAUSE, first, second, third, "nothere23456"
    )
    assert answer.text == "⏸️ Paused: 2 of 3 downloads."
    answer = await press(scene, MINE, Action.RETRY, first, second, third)
    assert "not failed" in answer.text
    assert answer.error is not None


async def test_the_receipt(busy: Scene) -> None:
    """For the requester and for moderators: of each download of the message."""
    first, second = await busy.ask(), await busy.ask()
    await busy.worker.complete(first)
    for who in (MINE, MODERATOR):
        text = (await press(busy, who, Action.DETAILS, first, second)).text
        assert f"`{first}`" in text
        assert f"`{second}`" in text
        assert "Fetched by gallery-dl" in text
        assert "disk-a" not in text


async def test_a_post_is_deleted(busy: Scene) -> None:
    """All messages of one's own delivery; the status message says by whom."""
    download = await busy.ask()
    await busy.queue.set_status_message(download, "555")
    await busy.worker.complete(download, messages=("31", "32"))
    for who in (STRANGER, FOREIGN):
        await press(busy, who, Action.DELETE, download)
    assert busy.posts.deleted == []
    answer = await press(busy, MODERATOR, Action.DELETE, download)
    assert answer.text == "🗑️ Post deleted."
    assert busy.posts.deleted == ["31", "32"]
    [(status, without, note)] = busy.posts.amended
    assert (status, without) == ("555", {Action.DELETE})
    assert f"<@{OTHER}>" in note


async def test_a_post_that_discord_keeps(busy: Scene) -> None:
    """Nothing is claimed that isn't so."""
    download = await busy.ask()
    await busy.worker.complete(download, messages=("31",))
    busy.posts.stays = True
    answer = await press(busy, MINE, Action.DELETE, download)
    assert "doesn't let me" in answer.text
    assert busy.posts.amended == []


async def test_who_shares_a_download_controls_their_own_share(scene: Scene) -> None:
    """One leaves; the other's goes on, and can't be paused by either meanwhile."""
    link = {"canonical": "https://media.example/same", "url": "https://media.example/s"}
    first = await scene.ask(**link)
    joined = await scene.ask(user=OTHER, guild=ELSEWHERE, **link)
    answer = await press(scene, MINE, Action.PAUSE, first)
    assert "Others wait for the same download" in answer.text
    assert (await press(scene, MINE, Action.CANCEL, joined)).error is not None
    assert (await press(scene, MINE, Action.CANCEL, first)).error is None
    assert await scene.state(first) is State.CANCELLED
    assert await scene.state(joined) is State.QUEUED


async def test_the_level_admin_may_everywhere_it_is(scene: Scene) -> None:
    """In the server where they are; not in one that they ask from elsewhere."""
    download = await scene.ask()
    await scene.queue.set_level(OTHER, Level.ADMIN)
    there = await press(scene, caller(OTHER, ELSEWHERE), Action.PAUSE, download)
    assert there.error is not None
    assert (await press(scene, STRANGER, Action.PAUSE, download)).error is None


@pytest.mark.parametrize("action", [Action.RETRY, *CHANGES])
async def test_who_may_download_no_more_gets_nothing_again(
    busy: Scene, action: Action
) -> None:
    """What ends with media in the channel; to cancel it stays theirs."""
    download = await busy.ask()
    await busy.worker.fail(download, FileTooLargeError.of(size=1, limit=1))
    field = role_field(SERVER, Permission.DOWNLOAD)
    await busy.services.preferences.set_server(SERVER, field, False)
    mine = caller(roles=(SERVER,))
    answer = await press(busy, mine, action, download)
    assert "use `download`" in answer.text
    assert await busy.state(download) is State.FAILED
    unsent = caller(can_send=False)
    assert (await press(busy, unsent, action, download)).error is not None
    assert await busy.state(download) is State.FAILED
    assert download in (await press(busy, mine, Action.DETAILS, download)).text


async def test_who_cancels_what_is_just_tried_again_means_it(busy: Scene) -> None:
    """Two press at once: what was looked at as failed may be queued by then."""
    download = await busy.ask()
    await busy.worker.fail(download, FileTooLargeError.of(size=1, limit=1))
    failed = View(record=await busy.record(download), id=download)
    await press(busy, MODERATOR, Action.SMALLER, download)
    assert await busy.state(download) is not State.FAILED
    await operate(busy.queue, busy.posts, MINE, Action.CANCEL, failed)
    assert await busy.state(download) is State.CANCELLED
    assert busy.posts.amended == []


@pytest.mark.parametrize("action", [Action.RETRY, Action.SMALLER])
async def test_nothing_is_tried_again_while_intake_is_paused(
    busy: Scene, action: Action
) -> None:
    """It would be one more; what was paused goes on, for it was taken."""
    download, waits = await busy.ask(), await busy.ask()
    await busy.worker.fail(download, FileTooLargeError.of(size=1, limit=1))
    await press(busy, MINE, Action.PAUSE, waits)
    await busy.queue.stop_intake(by="9", reason="a new disk")
    assert "a new disk" in (await press(busy, MINE, action, download)).text
    assert await busy.state(download) is State.FAILED
    assert (await press(busy, MINE, Action.RESUME, waits)).text == "▶️ Resumed."
    await busy.queue.start_intake()
    assert (await press(busy, MINE, action, download)).error is None
