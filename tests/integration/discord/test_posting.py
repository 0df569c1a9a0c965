"""What a delivery looks like in Discord, and what its refusals become."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.discord_login import DiscordLogin
from bossbot.adapters.discord_rest import DiscordPoster
from bossbot.errors import (
    BossBotError,
    DiscordError,
    DiscordRefusedError,
    FileTooLargeError,
    NetworkError,
)
from bossbot.pipeline.upload import upload
from bossbot.settings import SettingsError
from tests.world.discord import DiscordServer, Message
from tests.world.requests import MB
from tests.world.uploads import (
    PostLedger,
    a_job,
    discord_delivery,
    write_files,
)

pytestmark = pytest.mark.integration


class Desk:
    """Uploads files for a member's request and gives what stands in the channel."""

    def __init__(
        self, server: DiscordServer, poster: DiscordPoster, directory: Path
    ) -> None:
        self.server = server
        self.poster = poster
        self.directory = directory
        self.ledger = PostLedger()
        self.request = server.say(server.member, server.channel, "$dl a link")

    async def upload(
        self,
        sizes: list[int],
        title: str | None = "A cat",
        *,
        target: dict[str, Any] | None = None,
        status_message: str | None = None,
        **changes: Any,
    ) -> list[Message]:
        files = tuple(
            file.model_copy(update=changes)
            for file in write_files(self.directory, sizes)
        )
        delivery = discord_delivery(
            self.server.channel.id,
            self.request.id,
            self.server.member.id,
            status_message=status_message,
        )
        aim = delivery.target.model_copy(update=target or {})
        request = delivery.request.model_copy(update={"target": aim})
        delivery = delivery.model_copy(update={"request": request})
        job = a_job(self.ledger, self.directory, files, delivery, title=title)
        await upload(job, ledger=self.ledger, posters={"discord": self.poster})
        return self.server.posts()


@pytest.fixture
def desk(server: DiscordServer, poster: DiscordPoster, tmp_path: Path) -> Desk:
    return Desk(server, poster, tmp_path)


async def test_replies_with_the_files(desk: Desk) -> None:
    """The media stands in the channel, byte for byte, as a reply to the request."""
    [post] = await desk.upload([1000])
    [attachment] = post.attachments
    assert post.reply_to == desk.request.id
    assert attachment.sha256 == hashlib.sha256(b"\x01" * 1000).hexdigest()
    assert attachment.filename == "picture_0_abcdefghjkmn-0-0-0_1.jpg"
    assert post.content == "`A cat`"
    assert desk.ledger.posts["0.0.0"].messages == (post.id,)


async def test_what_is_to_be_seen_is_told(desk: Desk) -> None:
    """The site's alternative text is Discord's: on one line, within its limit."""
    [post] = await desk.upload([10], description="A boat\n<@123>" + "x" * 2000)
    [attachment] = post.attachments
    assert attachment.description is not None
    assert attachment.description.startswith("A boat <@123>xxx")
    assert len(attachment.description) == 1024
    assert post.mentioned == set()


async def test_what_nobody_described_has_no_description(desk: Desk) -> None:
    """An empty one would be read out."""
    [post] = await desk.upload([10])
    assert [one.description for one in post.attachments] == [None]


async def test_twelve_files_are_two_messages(desk: Desk) -> None:
    """Ten files a message, in their order, each message saying which it is."""
    first, second = await desk.upload([100] * 12)
    assert [len(first.attachments), len(second.attachments)] == [10, 2]
    assert first.attachments[9].filename.startswith("picture_9_")
    assert second.attachments[0].filename.startswith("picture_10_")
    assert second.content == "`A cat` (2 of 2)"


async def test_mentions_only_the_requester(desk: Desk) -> None:
    """A title can ping nobody; the reply pings who asked."""
    [post] = await desk.upload([10], title="@everyone <@123> `x` <@&9>")
    assert post.mentioned == set()
    assert post.allowed_mentions is not None
    assert post.allowed_mentions["replied_user"] is True


async def test_deleted_request_becomes_an_ordinary_message(desk: Desk) -> None:
    """Who deletes their request still gets the media."""
    desk.server.delete(desk.request)
    [post] = await desk.upload([10])
    assert post.reply_to is None


async def test_logs_in_once(desk: Desk) -> None:
    """Uploads share one session."""
    await desk.upload([10] * 12)
    paths = [path for _, path in desk.server.requests]
    assert sum(path.endswith("/users/@me") for path in paths) == 1


async def test_comes_back_after_its_session_was_closed(
    desk: Desk, login: DiscordLogin
) -> None:
    """A closed session is made anew."""
    client = await login.client()
    await client.http.close()
    assert await desk.upload([10])


async def test_too_large(desk: Desk) -> None:
    """413 with code 40005 is the file's fault; of one so small nothing is learnt."""
    desk.server.world.upload_limit = 500
    with pytest.raises(FileTooLargeError) as caught:
        await desk.upload([501])
    assert caught.value.data == {"size_mb": 0, "refused_by": "discord"}
    assert desk.ledger.limits == {}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, 50013, DiscordRefusedError),
        (404, 10003, DiscordRefusedError),
        (400, 50035, DiscordRefusedError),
        (401, 0, DiscordError),
        (503, 0, DiscordError),
    ],
)
async def test_refusals(
    desk: Desk, status: int, code: int, kind: type[BossBotError]
) -> None:
    """What will not heal is permanent, the rest is tried again."""
    desk.server.faults.status(status, code=code)
    with pytest.raises(kind) as caught:
        await desk.upload([10])
    assert type(caught.value) is kind
    assert caught.value.data == {"status": status, "discord_code": code}


async def test_forbidden_channel(desk: Desk) -> None:
    """A channel the bot may not write in is a permanent refusal."""
    desk.server.channel.forbidden.add("send")
    with pytest.raises(DiscordRefusedError):
        await desk.upload([10])


async def test_short_rate_limit_is_waited_for(desk: Desk) -> None:
    """A 429 of a moment costs no retry of the stage, and the files go out whole."""
    desk.server.faults.rate_limit(0.05)
    [post] = await desk.upload([1000])
    assert post.attachments[0].size == 1000


async def test_long_rate_limit_frees_the_worker(desk: Desk) -> None:
    """A long 429 becomes a retry at the time Discord told."""
    desk.server.faults.rate_limit(90)
    with pytest.raises(DiscordError) as caught:
        await desk.upload([10])
    assert caught.value.retry_after == 90
    assert not caught.value.permanent


async def test_discord_unreachable(desk: Desk) -> None:
    """No connection is a network error, with the platform told."""
    login = DiscordLogin(
        api_base="http://127.0.0.1:1/api/v10", gateway=None, token=lambda: "t"
    )
    desk.poster = DiscordPoster(login)
    with pytest.raises(NetworkError) as caught:
        await desk.upload([10])
    assert caught.value.data == {"platform": "Discord"}


async def test_wrong_or_missing_token(desk: Desk) -> None:
    """Deliveries wait until the operators set a token that Discord knows."""

    def missing() -> str:
        raise SettingsError("DISCORD_TOKEN is not set")

    for token in (missing, lambda: "wrong"):
        login = DiscordLogin(api_base=desk.server.api_base, gateway=None, token=token)
        desk.poster = DiscordPoster(login)
        with pytest.raises(DiscordError) as caught:
            await desk.upload([10])
        assert caught.value.data == {"status": 401, "reason": "login"}


async def test_who_wants_no_call_gets_none(desk: Desk) -> None:
    """A reply without a ping; the title still calls nobody."""
    [post] = await desk.upload([10], target={"mention": False})
    assert post.reply_to == desk.request.id
    assert post.allowed_mentions is not None
    assert not post.allowed_mentions.get("replied_user")
    assert not post.allowed_mentions.get("users")


@pytest.mark.parametrize("mention", [True, False])
async def test_without_a_request_it_replies_to_the_status(
    desk: Desk, mention: bool
) -> None:
    """A slash command has no message; who wants that is called in the text."""
    status = desk.server.say(desk.server.member, desk.server.channel, "Queued")
    target = {"request_message_id": None, "mention": mention}
    [post] = await desk.upload([10], target=target, status_message=status.id)
    assert post.reply_to == status.id
    called = f"<@{desk.server.member.id}> " if mention else ""
    assert post.content == f"{called}`A cat`"
    assert post.mentioned == ({desk.server.member.id} if mention else set())


async def test_without_any_message_it_stands_alone(desk: Desk) -> None:
    """And calls the requester."""
    [post] = await desk.upload([10], target={"request_message_id": None})
    assert post.reply_to is None
    assert post.content.startswith(f"<@{desk.server.member.id}> ")


async def test_a_request_that_is_too_large_is_shared_out(desk: Desk) -> None:
    """Over more messages, each file once; nothing is learnt about single files."""
    desk.server.faults.status(413, code=40005, times=2)
    posts = await desk.upload([1000] * 10)
    sent = [file.filename for post in posts for file in post.attachments]
    assert len(sent) == len(set(sent)) == 10
    assert [len(post.attachments) for post in posts] == [2] * 5
    assert desk.ledger.limits == {}


async def test_a_file_that_is_too_large_teaches_the_limit(desk: Desk) -> None:
    """By what Discord really refused, whatever its table says."""
    desk.server.world.upload_limit = 9 * MB
    with pytest.raises(FileTooLargeError) as caught:
        await desk.upload([11 * MB])
    assert (caught.value.data["max_mb"], caught.value.data["limit"]) == (10, 10 * MB)
    assert desk.ledger.limits == {"1": 10 * MB}
