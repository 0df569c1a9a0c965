"""Scenes: what isn't taken, and why."""

from __future__ import annotations

from typing import Final

from bossbot.errors import DiscordRefusedError
from bossbot.models import UPLOAD
from tests.world.transcript.scene import Scene, Told
from tests.world.wire import LINK, PICTURE, TWEET


async def wrong_input(scene: Scene) -> None:
    words = (
        "$dl",
        "$dl funny cats",
        "$dl http://localhost/cat.jpg",
        f"$dl {LINK} urgent",
        "$dl " + " ".join(f"https://i.redd.it/{number}.jpg" for number in range(11)),
    )
    for text in words:
        await scene.reply(scene.say(text))


async def slash(scene: Scene) -> None:
    await scene.answer(scene.slash("download", url="funny cats"))
    await scene.answer(scene.slash("download", url=f"{LINK} urgent"))
    await scene.answer(scene.slash("dlt", url=LINK))


async def wrong_command(scene: Scene) -> None:
    await scene.reply(scene.say(f"$dlt {LINK}"))
    await scene.reply(scene.say(f"$dlr {TWEET} https://youtu.be/dQw4w9WgXcQ"))


async def no_link(scene: Scene) -> None:
    talk = scene.say("what a lovely day", by=scene.user("Ben"))
    await scene.answer(scene.menu(talk))


async def cooldown(scene: Scene) -> None:
    await scene.fill()
    await scene.reply(scene.say(f"$dl {PICTURE}"), "position")
    await scene.reply(scene.say(f"$dl {LINK}"), "cooldown")
    scene.note("Whoever goes on is answered no more; by slash, Discord wants a word:")
    await scene.answer(scene.slash("download", url=LINK))
    for _ in range(4):
        await scene.cooled(scene.ann)
        said = scene.wire.say(f"$dl {TWEET}", scene.ann, scene.channel)
        await scene.answered(said)
    await scene.cooled(scene.ann)
    scene.note("After five within a minute:")
    await scene.reply(scene.say(f"$dl {TWEET}"))


async def daily_limit(scene: Scene) -> None:
    for number in range(10):
        one = await scene.ask_quietly(f"https://i.redd.it/{number}.jpg", scene.ann)
        await scene.worker.complete(one)
    await scene.reply(scene.say(f"$dl {LINK}"))


async def queue_full(scene: Scene) -> None:
    await scene.fill()
    ben = scene.user("Ben")
    for number in range(3):
        await scene.ask_quietly(f"https://i.redd.it/{number}.jpg", ben)
    await scene.reply(scene.say(f"$dl {LINK}"))
    await scene.clear()


async def server_rules(scene: Scene) -> None:
    manager = scene.manager()
    await scene.reply(scene.say("$dls guild deny_platforms tiktok", by=manager))
    await scene.reply(scene.say("$dl https://www.tiktok.com/@cat/video/7311111"))
    await scene.later()
    clips = scene.server.add_channel("clips", scene.guild)
    await scene.reply(scene.say("$dls guild channels #clips", by=manager))
    await scene.reply(scene.say(f"$dl {LINK}"), "#")
    assert clips.guild is scene.guild


async def roles(scene: Scene) -> None:
    manager = scene.manager()
    role = scene.server.add_role(scene.guild, "Newcomers")
    scene.server.give(scene.ann, role)
    await scene.reply(scene.say(f"$dls guild role <@&{role.id}> download off", manager))
    await scene.reply(scene.say(f"$dl {LINK}"))
    await scene.reply(scene.say("$dlclear"))


async def bot_lacks(scene: Scene) -> None:
    bot = scene.server.world.bot
    scene.server.overwrite(scene.channel, bot, deny="attach_files")
    await scene.reply(scene.say(f"$dl {LINK}"))


async def mute(scene: Scene) -> None:
    others = await scene.fill()
    quiet = scene.server.add_channel("quiet", scene.guild)
    bot = scene.server.world.bot
    scene.server.overwrite(quiet, bot, deny="send_messages")
    scene.say(f"$dl {LINK}", channel=quiet)
    await scene.direct(scene.ann, "lack")
    scene.note("Where it turns out only then:")
    await scene.later()
    scene.server.overwrite(quiet, bot)
    quiet.forbidden.add("send")
    asked = scene.say(f"$dl {LINK}", channel=quiet)
    await scene.direct(scene.ann, "Starting")
    await scene.free(others)
    download = await scene.begin(asked, UPLOAD)
    await scene.worker.fail(download, DiscordRefusedError(status="403"), UPLOAD)
    await scene.direct(scene.ann, "failed")


async def alone(scene: Scene) -> None:
    place = scene.server.direct(scene.ann)
    await scene.reply(scene.say(f"$dl {LINK}", channel=place))


SCENES: Final = (
    Told("What isn't a download", "Each answer says how it goes right.", wrong_input),
    Told("The same by slash", "Only who asked sees it.", slash),
    Told("Another platform's command", "The right one is named.", wrong_command),
    Told(
        "A menu where there is no link", "The command of the message's menu.", no_link
    ),
    Told("Too fast", "The first refusal is answered.", cooldown),
    Told("The day's downloads are used up", "Ten, for a normal member.", daily_limit),
    Told("The queue is full", "In this server three may wait.", queue_full),
    Told("What a server doesn't want", "Platforms, and channels.", server_rules),
    Told("What a role may not", "And what only moderators may.", roles),
    Told("The bot may not post here", "It says what it lacks.", bot_lacks),
    Told("The bot may not write here", "The answers come directly.", mute),
    Told("In a direct message", "There is no channel to post to.", alone),
)
