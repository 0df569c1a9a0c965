"""What people put around a link comes off."""

from __future__ import annotations

import pytest

from bossbot.links import unwrap, words

pytestmark = pytest.mark.unit

LINK = "https://x.com/a/status/1"


@pytest.mark.parametrize(
    "text",
    [
        *(LINK, f"  {LINK}\n", f"<{LINK}>", f"({LINK})", f'"{LINK}"', f"“{LINK}”"),
        *(f"**{LINK}**", f"||{LINK}||", f"`{LINK}`", f"{LINK}.", f"{LINK}!?"),
        *(f"[clip]({LINK})", f"[clip](<{LINK}>)", f"look: {LINK} !", f"({LINK}),"),
        *(f'[clip]({LINK} "a title")', f"[[a] clip]({LINK})", f"> {LINK}", f">{LINK}"),
        *(f"```\n{LINK}\n```", f"|| {LINK} ||", f"{LINK}…", f"「{LINK}」。"),
        *(f"{LINK},https://x.com/b/status/2", f"<{LINK}><https://x.com/b/status/2>"),
        *(f"{LINK} [other](https://x.com/b/status/2)", f"||<{LINK}>||"),
        f"__||{LINK}||__",
        *(f"<{LINK}>, yes", f"{LINK} https://x.com/b/status/2", f"«{LINK}»"),
    ],
)
def test_wrappers_come_off(text: str) -> None:
    """Brackets, markdown, quotes, punctuation and the words around."""
    assert unwrap(text) == LINK


def test_parentheses_of_the_link_itself_stay() -> None:
    """Encyclopedias write them into paths."""
    link = "https://en.wikipedia.org/wiki/Rust_(film)"
    assert unwrap(f"see {link}") == link
    assert unwrap(f"({link})") == link
    assert unwrap(f"[film]({link})") == link


def test_a_link_within_a_link_stays_within() -> None:
    """An archive's, or a forwarder's: who asks for the outer one gets that."""
    link = "https://web.archive.org/web/2011/http://www.youtube.com/watch?v=a"
    assert unwrap(link) == link
    assert words(link) == (link,)


def test_words_keep_what_stands_around_a_link() -> None:
    """Links that are glued together are words of their own; markdown leaves no text."""
    text = f"a [b c]({LINK}) <{LINK}>,<{LINK}>;{LINK} d"
    assert words(text) == ("a", LINK, f"<{LINK}>,", f"<{LINK}>;", LINK, "d")


def test_an_id_keeps_its_underscore() -> None:
    """Only emphasis that is opened is closed."""
    assert unwrap("https://youtu.be/abc_") == "https://youtu.be/abc_"
    assert unwrap("__https://youtu.be/abc__") == "https://youtu.be/abc"


def test_a_huge_text_is_cut_before_it_is_searched() -> None:
    """A hostile message costs no time; what is left is still too long for a link."""
    assert len(unwrap("[](" * 100_000)) <= 4096
    assert len(unwrap("https://x.com/" + "a" * 100_000)) == 4096


@pytest.mark.parametrize("text", ["", "hello world", "ytdl:https://x.com/a"])
def test_a_text_without_a_link_stays_as_it_is(text: str) -> None:
    """So that its refusal can speak of what the member wrote."""
    assert unwrap(text) == text


def test_a_platforms_host_without_scheme_comes_bare() -> None:
    """A lone word is unwrapped even if it does not begin with http."""
    assert unwrap("<youtu.be/abc>") == "youtu.be/abc"


def test_rarer_spaces_are_left_for_the_parser_to_refuse() -> None:
    """A no-break space in the host must not cut it to another host."""
    assert unwrap("https://x.c\u00a0om/a") == "https://x.c\u00a0om/a"
