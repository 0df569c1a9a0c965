"""What members write behind `dl`, and what becomes of it, over the wire."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bossbot.models import (
    BarStyle,
    DiscordTarget,
    DownloadRecord,
    Format,
    Level,
    NotificationLevel,
    Priority,
)
from tests.integration.bot.cast import Cast
from tests.world.discord.settings import MB
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
TEN = " ".join(f"https://i.redd.it/{number}.jpg" for number in range(10))

FORMS: dict[str, tuple[str, list[str]]] = {
    "bare": (PICTURE, [PICTURE]),
    "in brackets": (f"<{PICTURE}>", [PICTURE]),
    "in markdown": (f"[a cat]({PICTURE})", [PICTURE]),
    "as a spoiler": (f"||{PICTURE}||", [PICTURE]),
    "among text": (f"look at this {PICTURE} it is so good", [PICTURE]),
    "several": (f"{PICTURE} {LINK} {TWEET}", [PICTURE, LINK, TWEET]),
    "several, each differently": (
        f"<{PICTURE}>, [this]({LINK}) and ||{TWEET}||",
        [PICTURE, LINK, TWEET],
    ),
    "twice the same": (f"{PICTURE} <{PICTURE}>", [PICTURE]),
    "ten": (TEN, TEN.split()),
}
OPTIONS: dict[str, tuple[str, Priority, Format]] = {
    "none": (PICTURE, Priority.NORMAL, Format.BEST),
    "a priority": (f"{PICTURE} low", Priority.LOW, Format.BEST),
    "a format": (f"{PICTURE} audio", Priority.NORMAL, Format.AUDIO),
    "both": (f"{PICTURE} smallest low", Priority.LOW, Format.SMALLEST),
    "before, in capitals": (f"LOW Video {PICTURE}", Priority.LOW, Format.VIDEO),
}

USAGE = {
    "prefix": "Example: `$dl https://www.reddit.com/r/aww/comments/1abc2d/ audio`",
    "slash": "Example: `/download url:https://www.reddit.com/r/aww/comments/1abc2d/`",
}
EXAMPLE = "Example: `https://www.reddit.com/r/aww/comments/1abc2d/`"
BAD: dict[str, tuple[str, str, bool]] = {
    # what is written, what is answered, whether the example has the command
    "no link": ("please", "🔗 There is no link in your command.", True),
    "an option only": ("high", "🔗 There is no link in your command.", True),
    "not a URL": (
        "https://a.b",
        "🔗 That link's address can't exist.",
        False,
    ),
    "another scheme": (
        "ftp://x.com/a.jpg",
        "🔗 Only http and https links work.",
        False,
    ),
    "a file": ("/etc/passwd", "🔗 That doesn't look like a link I can use.", False),
    "unsupported": (
        "https://unknownsite.example/page",
        "🧭 I don't know this site, or found no media on that page",
        False,
    ),
    "private": (
        "http://192.168.0.1/a.jpg",
        "🔗 It leads to an address that isn't on the public internet.",
        False,
    ),
    "loopback": (
        "http://localhost:8000/a.jpg",
        "🔗 ",
        False,
    ),
    "a wrong priority": (f"{PICTURE} hihg", "❓ I don't know the word `hihg`.", True),
    "too many": (
        f"{TEN} {PICTURE}",
        "🔗 That's too many links: at most 10 in one command.",
        True,
    ),
}

UNRELATED = re.compile(r":v1:(rate:dl/|used:|bookmark|hosts?\b)")
"""Written meanwhile: that the command was used, and by whom; what goes on anyway."""


def target(record: DownloadRecord) -> DiscordTarget:
    assert isinstance(record.request.target, DiscordTarget)
    return record.request.target


@WAYS
async def test_links_in_every_form(cast: Cast, way: str) -> None:
    """All links of a text are taken, once each, in their order."""
    await cast.wire.given.queue.set_level(cast["member"].id, Level.ADMIN)
    for form, (text, links) in FORMS.items():
        records = await cast.taken(way, text)
        assert [one.request.url for one in records] == links, form


@WAYS
async def test_options_among_the_words(cast: Cast, way: str) -> None:
    """Priority and format, anywhere and in any case."""
    for text, priority, wanted in OPTIONS.values():
        [record] = await cast.taken(way, text)
        assert (record.request.priority, record.request.format) == (priority, wanted)


async def test_options_of_the_slash_command(cast: Cast) -> None:
    """Chosen instead of written; what is chosen counts more than what is written."""
    interaction = cast.wire.slash(
        *("download", cast["member"]),
        url=f"{PICTURE} high",
        format="Audio only",
        priority="Low",
    )
    await cast.wire.answer_to(interaction)
    [record] = await cast.wire.records(interaction)
    assert (record.request.priority, record.request.format) == ("low", "audio")


@WAYS
async def test_bad_input(cast: Cast, way: str) -> None:
    """A clear answer with an example; nothing is left, and the cooldown not begun."""
    wire = cast.wire
    await wire.calm()
    before = set(await wire.given.queue.client.keys("*"))
    for what, (text, answer, whole) in BAD.items():
        heard = await cast.answer(way, (f"$dl {text}", "download", {"url": text}))
        assert answer in heard, what
        assert (USAGE[way] if whole else EXAMPLE) in heard, what
        left = set(await wire.given.queue.client.keys("*")) - before
        assert {key for key in left if not UNRELATED.search(key)} == set(), what
        for key in await wire.given.queue.client.keys("*:rate:dl/*"):
            await wire.given.queue.client.delete(key)


async def test_bad_input_has_no_cooldown_but_counts(cast: Cast) -> None:
    """The right command may follow at once; five in a minute are five, though."""
    for _ in range(4):
        assert "no link" in await cast.ask("$dl please")
    assert "Starting" in await cast.ask(f"$dl {LINK}")
    answer = await cast.ask("$dl please")
    assert "That's 5 times within a minute. Try again in " in answer


@WAYS
async def test_good_and_bad_links_together(cast: Cast, way: str) -> None:
    """The good ones go on, the bad ones are told."""
    await cast.wire.calm()
    text = f"{PICTURE} http://127.0.0.1/x"
    if way == "prefix":
        request = cast.wire.say(f"$dl {text}")
        await cast.wire.reply_to(request, "Starting download…")
        await cast.wire.reply_to(request, "isn't on the public internet")
        records = await cast.wire.records(request)
    else:
        interaction = cast.wire.slash("download", url=text)
        await cast.wire.answer_to(interaction, "Starting download…")
        more = await cast.wire.answer_to(interaction, "isn't on the public internet")
        assert more.ephemeral
        records = await cast.wire.records(interaction)
    assert [one.request.url for one in records] == [PICTURE]


@pytest.mark.parametrize(
    ("used", "link", "right"),
    [
        ("dlt", LINK, "dlr"),
        ("dlr", TWEET, "dlt"),
        ("dlt", "https://youtu.be/dQw4w9WgXcQ", "dl"),
    ],
)
async def test_another_platforms_link(
    cast: Cast, used: str, link: str, right: str
) -> None:
    """The right command is named, as one writes it there; nothing is taken."""
    answer = await cast.ask(f"${used} {link}")
    assert f"Use `${right}` for `{link}`" in answer
    slash = {"dl": "download"}.get(right, right)
    heard = await cast.wire.use(used, cast["member"], url=link)
    assert f"Use `/{slash}` for `{link}`" in heard.content
    assert heard.ephemeral
    assert await cast.wire.given.queue.listing() == ()


async def test_a_mention_is_a_prefix(cast: Cast) -> None:
    """Of the bot, before a command; before anything else it asks for help."""
    bot = cast.server.world.bot
    for mention in (f"<@{bot.id}>", f"<@!{bot.id}>"):
        await cast.wire.calm()
        assert "📭 The queue is empty." in await cast.ask(f"{mention} dlq")
        await cast.wire.calm()
        for talk in ("", " hello?", " download it"):
            request = cast.wire.say(f"{mention}{talk}")
            await cast.wire.reply_to(request, "**What I can do**")
            await cast.wire.calm()
    assert "Starting" in await cast.ask(f"<@{bot.id}> DL {LINK}")


async def test_what_is_not_meant_for_the_bot(cast: Cast) -> None:
    """Talk, others' commands, a reply to the bot, other bots: no answer at all."""
    server = cast.server
    status = await cast.wire.reply_to(cast.wire.say(f"$dl {LINK}"))
    stranger = server.add_user("robot")
    stranger.bot = True
    ignored = [
        cast.wire.say(f"have a look: {PICTURE}"),
        cast.wire.say("$play music"),
        cast.wire.say("$"),
        server.say(cast["member"], server.channel, "thanks!", reply_to=status),
        cast.wire.say(f"$dl {PICTURE}", by=stranger),
    ]
    assert "1 starting" in await cast.ask("$dlq", "moderator")
    replied = {message.reply_to for message in server.messages()}
    assert replied.isdisjoint(message.id for message in ignored)


@WAYS
@pytest.mark.parametrize("tier", [0, 1, 2, 3])
async def test_the_boosts_upload_limit(cast: Cast, way: str, tier: int) -> None:
    """By the table of the settings; of an interaction it is the one it tells."""
    server = cast.server
    server.boost(server.guild, tier)
    [record] = await cast.taken(way, LINK)
    most = (20, 20, 50, 100)[tier] * MB
    assert target(record).upload_limit == most
    assert record.request.posted_limits.video == min(most, 50 * MB)


async def test_other_upload_limits(cast: Cast) -> None:
    """The interaction's own; a learnt one that is lower, and none that is higher."""
    cast.server.world.interaction_limit = 33 * MB
    [record] = await cast.taken("slash", LINK)
    assert target(record).upload_limit == 33 * MB
    [record] = await cast.taken("prefix", PICTURE)
    assert target(record).upload_limit == 20 * MB
    key = f"bossbot:v1:uploads:{cast.server.guild.id}"
    for learnt, holds in ((8 * MB, 8 * MB), (90 * MB, 20 * MB)):
        await cast.wire.given.queue.client.set(key, learnt)
        [record] = await cast.taken("prefix", PICTURE)
        assert target(record).upload_limit == holds


@WAYS
async def test_ones_own_settings(cast: Cast, way: str) -> None:
    """They end up in the request, where the command says nothing else."""
    wishes: dict[str, Any] = {
        "default_priority": "low",
        "default_format": "smallest",
        "max_retries": 7,
        "mention_on_complete": False,
        "notification_level": "verbose",
        "progress_bar_style": "blocks",
    }
    for name, value in wishes.items():
        await cast.wire.given.preferences.set_user(cast["member"].id, name, value)
    [record] = await cast.taken(way, LINK)
    request = record.request
    assert (request.priority, request.format) == (Priority.LOW, Format.SMALLEST)
    assert request.max_retries == 7
    assert target(record).mention is False
    assert target(record).notify is NotificationLevel.VERBOSE
    assert target(record).bar is BarStyle.BLOCKS
    [record] = await cast.taken(way, f"{LINK} normal audio")
    assert (record.request.priority, record.request.format) == ("normal", "audio")
    set_user = cast.wire.given.preferences.set_user
    await set_user(cast["member"].id, "auto_retry", False)
    [record] = await cast.taken(way, PICTURE)
    assert record.request.max_retries == 0


async def test_where_it_stands(cast: Cast) -> None:
    """The place in Discord is in the request, so that the post finds it."""
    server = cast.server
    adults = server.add_channel("adults", nsfw=True)
    thread, inside = server.add_thread("talk"), server.add_thread("late", adults)
    for channel, restricted in (
        (server.channel, False),
        (thread, False),
        (adults, True),
        (inside, True),
    ):
        for way in ("prefix", "slash"):
            [record] = await cast.taken(way, LINK, "admin", channel)
            told = target(record)
            assert (told.guild_id, told.channel_id) == (server.guild.id, channel.id)
            assert told.age_restricted is restricted
            assert bool(told.request_message_id) is (way == "prefix")


@WAYS
async def test_what_the_server_denies_goes_with_the_link(cast: Cast, way: str) -> None:
    """A short link tells only later where it leads."""
    guild = cast.server.guild.id
    set_server = cast.wire.given.preferences.set_server
    [record] = await cast.taken(way, LINK)
    assert target(record).denied == ()
    await set_server(guild, "denied_platforms", ["tiktok"])
    [record] = await cast.taken(way, PICTURE)
    assert target(record).denied == ("tiktok",)
    await set_server(guild, "allowed_platforms", ["twitter"])
    [record] = await cast.taken(way, "https://t.co/abc")
    assert {"reddit", "tiktok", "other"} < set(target(record).denied)
    assert "twitter" not in target(record).denied
