"""Scenes: the queue, statistics, health, help."""

from __future__ import annotations

from typing import Final

from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK, PICTURE, TWEET

MB: Final = 1024 * 1024


async def queue(scene: Scene) -> None:
    await scene.reply(scene.say("$dlq"))
    await scene.later()
    ben = scene.user("Ben")
    running = await scene.ask_quietly(LINK, ben)
    await scene.worker.begin(running)
    await scene.worker.report(
        running, name="funny_cat_video.mp4", done=6 * MB, total=10 * MB
    )
    await scene.fill(1)
    paused = await scene.ask_quietly(TWEET, ben)
    await scene.wire.given.queue.pause(paused, by=ben.id)
    await scene.ask_quietly(PICTURE, scene.user("Cleo"))
    await scene.ask_quietly("https://i.redd.it/another.jpg", scene.ann)
    await scene.reply(scene.say("$dlq"))
    await scene.answer(scene.slash("queue clear", by=scene.moderator()))
    await scene.later()
    await scene.answer(scene.slash("queue list"))
    await scene.clear()


async def statistics(scene: Scene) -> None:
    await scene.reply(scene.say("$stats"))
    await scene.later()
    ben = scene.user("Ben")
    for number, who in enumerate((scene.ann, scene.ann, ben)):
        one = await scene.ask_quietly(f"https://i.redd.it/{number}.jpg", who)
        await scene.worker.complete(one)
    tweet = await scene.ask_quietly(TWEET, scene.ann)
    await scene.worker.complete(tweet)
    await scene.answer(scene.slash("stats"))


async def helping(scene: Scene) -> None:
    await scene.reply(scene.say("$dlh"))
    for words in ("$dlh dl", "$dlh dls", "$dlh dlc", "$dlh play"):
        await scene.later()
        await scene.reply(scene.say(words))
    await scene.later()
    await scene.answer(scene.slash("help", command="/queue clear"))
    await scene.later()
    mention = f"<@{scene.server.world.bot.id}>"
    await scene.reply(scene.say(f"{mention} dlq"))
    await scene.later()
    await scene.reply(scene.say(f"{mention} hello, who are you?"))


async def health(scene: Scene) -> None:
    await scene.reply(scene.say("$health"))
    await scene.answer(scene.slash("health", by=scene.olga))


SCENES: Final = (
    Told("The queue", "Running ones, waiting ones, the rest.", queue),
    Told("Statistics", "With a chart, and words for who can't see it.", statistics),
    Told("Help", "The commands, and one of them.", helping),
    Told("Health", "For everybody, and for the owner.", health),
)
