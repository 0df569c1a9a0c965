"""Scenes: asking for media, and getting it."""

from __future__ import annotations

from typing import Final

from bossbot.errors import NotFoundError
from bossbot.models import FETCH, TRANSCODE, UPLOAD, VALIDATE
from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK, PICTURE, TWEET

MB: Final = 1024 * 1024
VIDEO: Final = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


async def first(scene: Scene) -> None:
    others = await scene.fill()
    asked = scene.say(f"$dl {LINK}")
    status = await scene.reply(asked, "Estimated start")
    await scene.free(others)
    download = await scene.begin(asked)
    await scene.edited(status, "Downloading")
    for done in (3, 8):
        await scene.worker.report(
            download,
            name="funny_cat_video.mp4",
            done=done * MB,
            total=10 * MB,
            speed=1.2 * MB,
        )
        await scene.edited(status, f"{done}0%")
    for stage, word in (
        (VALIDATE, "Check"),
        (TRANSCODE, "Convert"),
        (UPLOAD, "Upload"),
    ):
        await scene.worker.begin(download, stage)
        await scene.edited(status, f"Status: {word}ing")
    await scene.post(download)
    await scene.edited(status, "complete")


async def slash(scene: Scene) -> None:
    others = await scene.fill()
    used = scene.slash("download", url=VIDEO, format="audio", priority="high")
    status = await scene.answer(used, "Starting")
    await scene.answer(used, "premium")
    await scene.free(others)
    download = await scene.begin(used)
    await scene.edited(status, "Downloading")
    await scene.post(download)
    await scene.edited(status, "complete")


async def several(scene: Scene) -> None:
    others = await scene.fill()
    asked = scene.say(f"$dl {LINK} <{PICTURE}> http://192.168.1.4/cat.jpg low")
    await scene.reply(asked, "192.168")
    status = await scene.reply(asked, "0 of 2 done")
    await scene.free(others)
    first, second = scene.wire.ids(asked)[:2]
    await scene.worker.begin(first)
    await scene.worker.begin(second)
    await scene.worker.report(second, done=7 * MB, total=10 * MB, name="picture.jpg")
    await scene.edited(status, "70%")
    await scene.post(first)
    await scene.edited(status, "1 of 2 done")
    await scene.worker.fail(second, NotFoundError(platform="reddit"))
    await scene.edited(status, "2 of 2 done")


async def menu(scene: Scene) -> None:
    ben = scene.user("Ben")
    post = scene.say(f"look at this: {PICTURE} and also {TWEET}", by=ben)
    others = await scene.fill()
    used = scene.menu(post)
    status = await scene.answer(used, "0 of 2")
    await scene.free(others)
    for name in scene.wire.ids(used)[:2]:
        await scene.worker.complete(name)
    await scene.edited(status, "2 of 2")


async def pausing(scene: Scene) -> None:
    asked = scene.say(f"$dl {LINK}")
    download = scene.wire.ids(asked)[0]
    await scene.worker.begin(download)
    await scene.worker.report(
        download, name="funny_cat_video.mp4", done=4 * MB, total=10 * MB
    )
    status = await scene.reply(asked, "40%")
    await scene.press(status, "Pause", by=scene.user("Ben"))
    await scene.press(status, "Pause", by=scene.moderator())
    await scene.give_up_slot(download)
    await scene.edited(status, "Paused")
    others = await scene.fill()
    await scene.press(status, "Resume")
    await scene.edited(status, "Queue position")
    await scene.free(others)
    await scene.worker.begin(download)
    await scene.edited(status, "Downloading")
    scene.react(status, "⏹️")
    await scene.edited(status, "Cancelled")


async def cancelling(scene: Scene) -> None:
    others = await scene.fill()
    one = scene.say(f"$dl {LINK}")
    status = await scene.reply(one, "position: 1")
    await scene.later()
    used = scene.slash("queue cancel")
    await scene.answer(used)
    await scene.edited(status, "Cancelled")
    await scene.later()
    await scene.reply(scene.say("$dlc"))
    await scene.later()
    await scene.reply(scene.say("$dlc k3v9x2m4q7aa"))
    await scene.free(others)


async def details(scene: Scene) -> None:
    asked = scene.say(f"$dl {LINK}")
    download = await scene.begin(asked, FETCH)
    status = await scene.reply(asked, "Downloading")
    await scene.post(download)
    await scene.edited(status, "complete")
    await scene.press(status, "Details")
    await scene.press(status, "Delete post", by=scene.user("Ben"))
    await scene.press(status, "Delete post")
    await scene.edited(status, "deleted by")


SCENES: Final = (
    Told("The first download", "From the queue to the media.", first),
    Told("By a slash command", "Its answer is the status message.", slash),
    Told("Several links", "They share one message; a bad one spoils none.", several),
    Told("From a message's menu", "Every link that somebody posted.", menu),
    Told("Pause and resume", "By who asked, and by moderators.", pausing),
    Told("Cancel", "One's newest download, or one by its id.", cancelling),
    Told("The receipt, and deleting the post", "Both for who asked.", details),
)
