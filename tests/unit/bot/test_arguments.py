"""The words of a `dl` command."""

from __future__ import annotations

import pytest

from bossbot.bot.arguments import BadWord, NoLink, TooManyLinks, parse_arguments
from bossbot.models import Format, Priority
from bossbot.queue.names import download_ids, is_download_id

pytestmark = pytest.mark.unit

ONE = "https://i.redd.it/one.jpg"
TWO = "https://i.redd.it/two.jpg"


def test_words_in_any_order() -> None:
    """Priority and format may stand anywhere, in any case."""
    found = parse_arguments(f"HIGH {ONE} audio {TWO}")
    assert [link.url for link in found.links] == [ONE, TWO]
    assert (found.priority, found.format) == (Priority.HIGH, Format.AUDIO)


def test_defaults() -> None:
    """A bare link: nothing is said of the rest."""
    found = parse_arguments(ONE)
    assert (found.priority, found.format) == (None, None)


@pytest.mark.parametrize(
    "text", [f"<{ONE}>", f"[a cat]({ONE})", f"||{ONE}||", f"{ONE} {ONE}", f"{ONE},"]
)
def test_what_people_put_around_links(text: str) -> None:
    """Brackets, markdown, spoilers; the same link twice is one."""
    assert [link.url for link in parse_arguments(text).links] == [ONE]


@pytest.mark.parametrize(
    "text",
    [
        *(f"look: {ONE} !", f"look at this {ONE} lol", f"the best video ever {ONE}"),
        *(f"(see {ONE})", f"{ONE} is so good", f"`{ONE}` :smile: <a:wow:1234567890>"),
        *(f"> {ONE}", f"e.g. {ONE} and/or 10:30", f"|| {ONE} ||", f"```\n{ONE}\n```"),
    ],
)
def test_talk_around_links_is_passed_over(text: str) -> None:
    """Nor are words in it taken for options."""
    found = parse_arguments(text)
    assert [link.url for link in found.links] == [ONE]
    assert found.refused == ()
    assert (found.priority, found.format) == (None, None)


def test_several_links_in_a_message() -> None:
    """Glued, in markdown, in a list, with options at the end."""
    found = parse_arguments(f"- [one cat]({ONE})\n- <{TWO}>\n**high** `audio`")
    assert [link.url for link in found.links] == [ONE, TWO]
    assert (found.priority, found.format) == (Priority.HIGH, Format.AUDIO)
    assert [link.url for link in parse_arguments(f"{ONE},{TWO}").links] == [ONE, TWO]


def test_links_of_one_post_are_one() -> None:
    """The first is what is fetched."""
    one, other = "https://x.com/a/status/12", "https://fxtwitter.com/i/status/12?s=20"
    assert [link.url for link in parse_arguments(f"{one} {other}").links] == [one]


@pytest.mark.parametrize(
    "text", ["hihg URL", "URL hihg", "URL urgent", "vidoe URL high"]
)
def test_a_mistyped_option_is_no_talk(text: str) -> None:
    """A lone word where options stand, or nearly an option anywhere."""
    with pytest.raises(BadWord):
        parse_arguments(text.replace("URL", ONE))


@pytest.mark.parametrize(
    "word", ["ytdl:https://x.com/a", "C:\\a.jpg", "/etc/passwd", "some-site.org/a.jpg"]
)
def test_what_is_meant_as_a_link_is_refused_as_one(word: str) -> None:
    """So that the answer can say why."""
    assert [text for text, _ in parse_arguments(word).refused] == [word]


def test_bad_links_are_told_apart() -> None:
    """The good ones go on."""
    found = parse_arguments(f"{ONE} http://127.0.0.1/x file:///etc/passwd")
    assert [link.url for link in found.links] == [ONE]
    assert [word for word, _ in found.refused] == [
        "http://127.0.0.1/x",
        "file:///etc/passwd",
    ]


def test_bad_commands() -> None:
    """No link, a word that means nothing, too many links."""
    for text in ("", "   ", "high", "hello there"):
        with pytest.raises(NoLink):
            parse_arguments(text)
    with pytest.raises(BadWord, match="hihg"):
        parse_arguments(f"{ONE} hihg")
    with pytest.raises(TooManyLinks):
        parse_arguments(" ".join(f"https://i.redd.it/{n}.jpg" for n in range(11)))


def test_download_ids_follow_from_the_message() -> None:
    """The same command always gives the same ids, each a legal one of its own."""
    ids = download_ids("1234567890")
    assert ids == download_ids("1234567890")
    assert len(set(ids) | set(download_ids("1234567891"))) == 20
    assert all(map(is_download_id, ids))
