"""Scenes: downloads that go wrong, and what members can do."""

from __future__ import annotations

from typing import Final

from bossbot.errors import (
    BossBotError,
    DiscordRefusedError,
    FileTooLargeError,
    GeoBlockedError,
    InvalidFileError,
    LoginRequiredError,
    MalwareError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
    WorkerLostError,
)
from bossbot.models import FETCH, TRANSCODE, UPLOAD, MediaFile
from bossbot.pipeline.ports import Outcome
from tests.world.discord import Message, User
from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK

MB: Final = 1024 * 1024
BIG: Final = MediaFile(
    path="big.mp4",
    name="whole_concert.mp4",
    size=180 * MB,
    kind="video",
    mime="video/mp4",
    video_codec="h264",
    audio_codec="aac",
    duration=600.0,
)

SMALL: Final = BIG.model_copy(update={"size": 19 * MB, "source_size": 180 * MB})


async def network(scene: Scene) -> None:
    asked = scene.say(f"$dl {LINK}")
    download = await scene.begin(asked)
    status = await scene.reply(asked, "Downloading")
    await scene.retry(download, NetworkError(platform="reddit"))
    await scene.edited(status, "I'll retry")
    await scene.again(download)
    await scene.edited(status, "Status: Downloading")
    await scene.post(download)
    await scene.edited(status, "complete")


async def again(scene: Scene) -> None:
    await scene.reply(scene.say("$dls auto_retry false"))
    asked = scene.say(f"$dl {LINK}")
    download = await scene.begin(asked)
    status = await scene.reply(asked, "Downloading")
    await scene.worker.fail(download, NetworkError(platform="reddit"))
    await scene.edited(status, "Network error")
    await scene.press(status, "Retry")
    await scene.worker.begin(download)
    await scene.edited(status, "Downloading")
    await scene.post(download)
    await scene.edited(status, "complete")


LINKS: Final = {
    "instagram": "https://www.instagram.com/p/C{}/",
    "youtube": "https://youtu.be/dQw4w9{}",
    "blog.example.org": "https://blog.example.org/{}",
}
"""Posts of the sites that the errors are of; of others, Reddit's."""


async def failed(
    scene: Scene, error: BossBotError, stage: str = FETCH, by: User | None = None
) -> Message:
    """A download that ends with an error; its status message."""
    await scene.later()
    site = str(error.data.get("platform") or error.data.get("host"))
    link = LINKS.get(site, "https://www.reddit.com/comments/{}/").format(scene.next())
    asked = scene.say(f"$dl {link}", by=by)
    await scene.wire.reply_to(asked)
    download = await scene.begin(asked, stage)
    await scene.worker.fail(download, error)
    return await scene.reply(asked, "❌")


async def refused(scene: Scene) -> None:
    for error in (
        NotFoundError(platform="reddit"),
        PermissionDeniedError(platform="instagram"),
        LoginRequiredError(platform="instagram", cookies="none"),
        GeoBlockedError(platform="youtube"),
        UnsupportedUrlError(host="blog.example.org"),
        RateLimitedError(platform="reddit", retry_after=90),
        InvalidFileError(reason="live"),
    ):
        await failed(scene, error)


async def bad_files(scene: Scene) -> None:
    for error in (
        InvalidFileError(reason="damaged"),
        MalwareError(signature="Eicar-Test-Signature"),
        WorkerLostError(times=5),
        UnknownError(),
    ):
        await failed(scene, error, TRANSCODE)
    await failed(scene, DiscordRefusedError(status="403"), UPLOAD)


async def too_large(scene: Scene) -> None:
    status, download = await large(scene)
    await scene.press(status, "Smaller")
    await scene.worker.begin(download, TRANSCODE)
    await scene.edited(status, "Converting")
    await scene.worker.finish(download, Outcome(files=(SMALL,)))
    await scene.post(download)
    await scene.edited(status, "complete")


async def otherwise(scene: Scene) -> None:
    for label in ("Audio only", "Split", "Cancel"):
        status, _ = await large(scene)
        await scene.press(status, label)
        await scene.clear()
    await scene.edited(status, "too large")


async def large(scene: Scene) -> tuple[Message, str]:
    """A download that doesn't fit: its status message, and its id."""
    await scene.later()
    asked = scene.say(f"$dl https://www.reddit.com/comments/{scene.next()}/")
    download = scene.wire.ids(asked)[0]
    await scene.large(download, BIG)
    error = FileTooLargeError.of(size=180 * MB, limit=20 * MB)
    await scene.worker.fail(download, error, TRANSCODE)
    return await scene.reply(asked, "too large"), download


async def adults(scene: Scene) -> None:
    error = PermissionDeniedError(reason="age_restricted")
    await failed(scene, error, UPLOAD)


async def limited(scene: Scene) -> None:
    ben = scene.user("Ben")
    asked = [
        scene.say(f"$dl https://www.tiktok.com/@cat/video/73111{n}", by=by)
        for n, by in enumerate((scene.ann, ben))
    ]
    statuses = [await scene.wire.reply_to(one) for one in asked]
    error = RateLimitedError(platform="tiktok", retry_after=300)
    for one in asked:
        await scene.retry(await scene.begin(one), error)
    await scene.reply(asked[1], "rate limited")
    await scene.later()
    third = scene.say("$dl https://www.tiktok.com/@cat/video/731119")
    await scene.reply(third, "Delayed")
    await scene.reply(scene.say("$dlq"))
    assert len(statuses) == 2


SCENES: Final = (
    Told("The site doesn't answer", "It is tried again by itself.", network),
    Told("The same, without that", "There is a button.", again),
    Told("What sites refuse", "One link after another.", refused),
    Told("Bad files and accidents", "Of what was fetched already.", bad_files),
    Told("Too large", "The buttons make it fit.", too_large),
    Told("Too large, otherwise", "Sound, parts, or nothing.", otherwise),
    Told("For adults", "In a channel for everybody.", adults),
    Told("A site that limits the bot", "It is left alone for a while.", limited),
)
