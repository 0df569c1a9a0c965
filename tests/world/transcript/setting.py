"""Scenes: what members and managers set, and what comes of it."""

from __future__ import annotations

from typing import Final

from bossbot.models import FETCH, VALIDATE
from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK

MB: Final = 1024 * 1024


async def own(scene: Scene) -> None:
    await scene.reply(scene.say("$dls"))
    for words in (
        "$dls notification_level loud",
        "$dls volume 11",
        "$dls notification_level minimal",
        "$dls default_priority high",
        "$dls reset notification_level",
        "$dls reset",
    ):
        await scene.later()
        await scene.reply(scene.say(words))
    await scene.later()
    await scene.answer(scene.slash("settings update", name="max_retries", value="12"))
    await scene.later()
    await scene.answer(scene.slash("settings update", name="max_retries", value="5"))
    await scene.later()
    await scene.answer(scene.slash("settings view"))


async def server(scene: Scene) -> None:
    manager = scene.manager()
    role = scene.server.add_role(scene.guild, "Friends")
    await scene.reply(scene.say("$dls guild"))
    await scene.answer(scene.slash("settings server view", by=manager))
    for words in (
        f"$dls guild channels <#{scene.channel.id}>",
        "$dls guild allow_platforms twitter reddit",
        f"$dls guild role <@&{role.id}> priority high",
        f"$dls guild role <@&{role.id}> max_mb 100",
        f"$dls guild role <@&{role.id}> manage_queue on",
        f"$dls guild role <@&{role.id}> max_mb huge",
        "$dls guild deny_platforms myspace",
        "$dls guild",
        f"$dls guild reset role <@&{role.id}>",
        "$dls guild channels all",
        "$dls guild reset",
    ):
        await scene.later()
        await scene.reply(scene.say(words, by=manager))


async def quiet(scene: Scene) -> None:
    await level(scene, "none")
    asked = scene.say(f"$dl {LINK}")
    status = await scene.reply(asked)
    download = await scene.begin(asked, FETCH)
    await scene.post(download)
    await scene.edited(status, "complete")


async def minimal(scene: Scene) -> None:
    await level(scene, "minimal")
    asked = scene.say(f"$dl {LINK}")
    status = await scene.reply(asked)
    download = await scene.begin(asked, FETCH)
    await scene.edited(status, "started")
    await scene.post(download)
    await scene.edited(status, "complete")


async def verbose(scene: Scene) -> None:
    await level(scene, "verbose")
    others = await scene.fill()
    ben = scene.user("Ben")
    first = await scene.ask_quietly("https://i.redd.it/first.jpg", ben)
    asked = scene.say(f"$dl {LINK}")
    status = await scene.reply(asked, "position: 2")
    await scene.wire.given.queue.cancel(first, by=ben.id)
    await scene.edited(status, "position: 1")
    await scene.free(others)
    download = await scene.begin(asked, FETCH)
    await scene.edited(status, "Downloading")
    await scene.worker.begin(download, VALIDATE)
    await scene.edited(status, "Checking")
    await scene.post(download)
    await scene.edited(status, "complete")


async def bars(scene: Scene) -> None:
    for style in ("blocks", "minimal"):
        await scene.later()
        await scene.reply(scene.say(f"$dls progress_bar_style {style}"))
        asked = scene.say(f"$dl https://www.reddit.com/comments/{scene.next()}/")
        status = await scene.wire.reply_to(asked)
        download = await scene.begin(asked)
        await scene.worker.report(
            download,
            name="funny_cat_video.mp4",
            done=5.5 * MB,
            total=10 * MB,
            speed=1.2 * MB,
            file_number=1,
            file_count=3,
        )
        await scene.reply(asked, "55%")
        assert status.reply_to == asked.id


async def level(scene: Scene, name: str) -> None:
    await scene.reply(scene.say(f"$dls notification_level {name}"))


SCENES: Final = (
    Told("One's own settings", "Shown, changed, brought back.", own),
    Told("The server's", "For who manages the server.", server),
    Told("To be told little", "The level `none`.", quiet),
    Told("Start and finish", "The level `minimal`.", minimal),
    Told("To be told all", "The level `verbose`.", verbose),
    Told("How bars are drawn", "`blocks` and `minimal`.", bars),
)
