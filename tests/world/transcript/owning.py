"""Scenes: what the bot's owner does, and what members read then; outages."""

from __future__ import annotations

from typing import Final

import redis

from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK


async def banning(scene: Scene) -> None:
    await scene.later()
    ben = scene.user("Ben")
    await scene.reply(scene.say(f"$dladmin ban <@{ben.id}>", by=scene.ann))
    await scene.ask_quietly(LINK, ben)
    await scene.answer(scene.slash("admin ban", by=scene.olga, user=ben, reason="spam"))
    await scene.reply(scene.say(f"$dl {LINK}", by=ben))
    await scene.later()
    for words in (
        f"unban <@{ben.id}>",
        f"unban <@{ben.id}>",
        f"ban <@{scene.olga.id}>",
    ):
        await scene.later()
        await scene.reply(scene.say(f"$dladmin {words}", by=scene.olga))


async def granting(scene: Scene) -> None:
    for words in ("level", f"level <@{scene.ann.id}> premium", "premium on", "cleanup"):
        await scene.later()
        await scene.reply(scene.say(f"$dladmin {words}", by=scene.olga))
    await scene.reply(scene.say("$dls"))
    await scene.later()
    await scene.reply(scene.say("$dladmin premium off", by=scene.olga))


async def pausing(scene: Scene) -> None:
    await scene.later()
    await scene.answer(
        scene.slash("admin pause", by=scene.olga, reason="moving to a new host")
    )
    await scene.reply(scene.say(f"$dl {LINK}"))
    await scene.reply(scene.say("$dlq"))
    await scene.reply(scene.say("$health"))
    await scene.later()
    await scene.reply(scene.say("$dladmin resume", by=scene.olga))


async def no_worker(scene: Scene) -> None:
    asked = scene.say(f"$dl {LINK}")
    await scene.reply(asked, "Delayed")
    await scene.reply(scene.say("$dlq"))
    await scene.reply(scene.say("$health"))


async def redis_away(scene: Scene) -> None:
    with redis.from_url(scene.wire.url) as client:
        client.shutdown(nosave=True)
    await scene.reply(scene.say(f"$dl {LINK}"))
    await scene.answer(scene.slash("download", url=LINK))
    await scene.reply(scene.say("$health"))


SCENES: Final = (
    Told("Bans", "And what the banned one reads.", banning),
    Told("Levels, premium servers, cleanup", "For the owner alone.", granting),
    Told("No new downloads for a while", "Members read the reason.", pausing),
)
OUTAGES: Final = (
    Told("No worker is there", "What is asked for waits.", no_worker),
    Told("Redis is away", "Nothing can be taken.", redis_away),
)
