"""What members get wrong, and the one clear answer they get."""

from __future__ import annotations

import pytest

from tests.integration.discord.bot_runner import LINK, Guild

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "no link in your command"),
        ("hello", "no link in your command"),
        ("http://", "doesn't look like a link"),
        ("http://127.0.0.1/a.jpg", "isn't on the public internet"),
        ("file:///etc/passwd", "Only http and https"),
        ("ytdl:https://example.com", "Only http and https"),
        (f"{LINK} urgent", "don't know the word `urgent`"),
        (" ".join([f"https://i.redd.it/{n}.jpg" for n in range(11)]), "at most 10"),
    ],
)
async def test_bad_input(guild: Guild, words: str, answer: str) -> None:
    """One clear reply with an example, and nothing left behind."""
    request = guild.say(f"$dl {words}")
    reply = await guild.answer_to(request, answer)
    assert guild.answers(request) == [reply]
    assert not guild.downloads


async def test_bad_link_beside_a_good_one(guild: Guild) -> None:
    """The good one goes its way, the bad one is refused by name."""
    request = guild.say(f"$dl {LINK} http://10.0.0.1/x.jpg")
    await guild.answer_to(request, "http://10.0.0.1/x.jpg")
    await guild.answer_to(request, "Queue position: 1")
    assert len(guild.downloads) == 1


async def test_each_platforms_own_command(guild: Guild) -> None:
    """`$dlr` takes all forms of Reddit's links, `$dlt` those of Twitter/X."""
    for words in (
        f"dlr {LINK}",
        "dlr https://v.redd.it/abc123 https://rxddit.com/r/aww/comments/2abc2d/",
        "dlt https://fxtwitter.com/nasa/status/1 https://t.co/abc low",
    ):
        request = guild.say(f"${words}")
        await guild.answer_to(request)
    platforms = [one.request.platform for one in guild.queue.records.values()]
    assert platforms == ["reddit"] * 3 + ["twitter"] * 2


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("dlt https://www.reddit.com/r/aww/comments/1abc2d/", "Use `$dlr`"),
        ("dlr https://x.com/nasa/status/1", "Use `$dlt`"),
        ("dlr https://youtu.be/abcDEF-_123", "Use `$dl`"),
        ("dlt https://example.com/a.jpg", "Use `$dl`"),
    ],
)
async def test_another_platforms_link(guild: Guild, words: str, right: str) -> None:
    """It is refused with the right command named, and leaves nothing behind."""
    request = guild.say(f"${words}")
    reply = await guild.answer_to(request, right)
    assert guild.answers(request) == [reply]
    assert not guild.downloads


async def test_another_platforms_link_beside_its_own(guild: Guild) -> None:
    """Its own goes its way, the other one is refused by name."""
    request = guild.say(f"$dlr {LINK} https://x.com/nasa/status/1")
    await guild.answer_to(request, "Use `$dlt` for `https://x.com/nasa/status/1`")
    await guild.answer_to(request, "Queue position: 1")
    assert len(guild.downloads) == 1


async def test_usage_is_the_commands_own(guild: Guild) -> None:
    """A command without a link gets an example with its own name."""
    request = guild.say("$dlt")
    await guild.answer_to(request, "Example: `$dlt https://x.com/")
