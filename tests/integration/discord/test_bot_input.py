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
