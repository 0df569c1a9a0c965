"""What is a link, and why the rest is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.errors import BossBotError, InvalidUrlError, UnsupportedUrlError
from bossbot.links import parse

pytestmark = pytest.mark.unit


def reason(text: str, **how: object) -> object:
    """Why `parse` refuses a text."""
    with pytest.raises(InvalidUrlError) as caught:
        parse(text, **how)  # type: ignore[arg-type]
    return caught.value.data["reason"]


def test_a_public_link_is_normalised() -> None:
    """Scheme and host go lower case, the fragment goes, other characters are quoted."""
    link = parse("HTTP://Files.Some-Site.ORG:80/a b/Ä.jpg?q=ü#top".replace(" ", "%20"))
    assert link.url == "http://files.some-site.org/a%20b/%C3%84.jpg?q=%C3%BC"
    assert link.host == "files.some-site.org"
    assert link.platform == "other"


def test_what_is_read_reads_the_same_again() -> None:
    """A link's own text is a fixed point, so that every later reader agrees."""
    link = parse("https://fxtwitter.com/a/status/1?s=20&x=%20#f")
    assert parse(link.url).url == link.url
    assert parse(link.canonical).canonical == link.canonical


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not_a_url"),
        ("hello", "not_a_url"),
        ("/etc/passwd", "not_a_url"),
        ("C:\\media\\a.jpg", "scheme"),
        ("-o", "not_a_url"),
        ("--exec=rm", "not_a_url"),
        ("https://", "not_a_url"),
        ("http:/some-site.org/a", "not_a_url"),
        ("http:///some-site.org/a", "not_a_url"),
        ("https://some-site.org\\@x.com/a", "not_a_url"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://some-site.org/a.jpg", "scheme"),
        ("ytdl:https://youtu.be/a", "scheme"),
        ("recursive:https://some-site.org/", "scheme"),
        ("oauth:reddit", "scheme"),
        ("ytsearch5:cats", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("https://user@some-site.org/a", "credentials"),
        ("https://x.com:pw@some-site.org/a", "credentials"),
        ("https://x.com#@some-site.org/a", "credentials"),
        ("https://x.com?@some-site.org/a", "credentials"),
        ("https://some-site.org:22/a", "port"),
        ("https://some-site.org:0x50/a", "port"),
        ("https://some-site.org:0443/a", "port"),
        ("https://some-site.org:99999/a", "port"),
        ("https://some-site.org:80:81/a", "port"),
        ("https://some-site.org:/a", "port"),
        ("https://some-site..org/a", "host"),
        ("https://x.com%2esome-site.org/a", "host"),
        ("https://some_site,org/a", "host"),
        ("https://x.c/a", "host"),
        ("https://x.com/\x00", "control_characters"),
        ("https://x.com/a\nhttps://x.com/b", "control_characters"),
        ("https://x.com/a b", "control_characters"),
        ("https://x.com/a\u202eb", "control_characters"),
        ("https://x.com/a\u00adb", "control_characters"),
        ("https://x.com/" + "a" * 2048, "too_long"),
    ],
)
def test_what_is_no_link_is_refused_with_its_reason(text: str, why: str) -> None:
    """Each kind of bad input has its own word."""
    assert reason(text) == why


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.0.0.1."),
        *("10.0.0.1", "169.254.169.254", "0", "[::1]", "[::ffff:127.0.0.1]"),
        *("[64:ff9b::7f00:1]", "[fe80::1]", "localhost", "redis", "printer.local"),
        *("metadata.google.internal", "a.localhost", "①②⑦.⓪.⓪.①", "127。0。0。1"),
    ],
)
def test_private_addresses_and_local_names_are_refused(host: str) -> None:
    """However oddly an inside address is spelt, it is recognised."""
    assert reason(f"http://{host}/a.jpg") == "private_address"


def test_an_allowed_pair_may_be_private_and_on_any_port() -> None:
    """EGRESS_ALLOW lets exactly that host and port through."""
    allow = ("127.0.0.1:8443", "Media.Local:80", "[::1]:81")
    assert parse("https://127.0.0.1:8443/a.jpg", allow=allow).host == "127.0.0.1"
    assert parse("http://media.local/a.jpg", allow=allow).url.startswith("http://media")
    assert parse("http://[0::1]:81/a.jpg", allow=allow).url == "http://[::1]:81/a.jpg"
    assert reason("https://127.0.0.1:8444/a.jpg", allow=allow) == "private_address"
    assert reason("https://localhost:8443/a.jpg", allow=allow) == "private_address"


@pytest.mark.parametrize("host", ["evil.example", "a.test", "a.onion", "b.invalid"])
def test_names_outside_the_public_name_space_are_unsupported(host: str) -> None:
    """Nothing would ever answer there."""
    with pytest.raises(UnsupportedUrlError) as caught:
        parse(f"https://{host}/a.jpg")
    assert caught.value.data == {"host": host}


def test_a_platforms_front_page_is_unsupported() -> None:
    """It is no post; it is also what parser tricks like to leave over."""
    with pytest.raises(UnsupportedUrlError):
        parse("https://twitter.com/")


@pytest.mark.parametrize(
    "link",
    [
        *(
            "x.com/login",
            "twitter.com/i/flow/signup",
            "ads.x.com/a",
            "x.com/settings/a",
        ),
        *("reddit.com/register/", "out.reddit.com/t3_a?url=http%3A%2F%2F127.0.0.1%2F"),
        *("www.youtube.com/redirect?q=http%3A%2F%2F127.0.0.1", "youtube.com/t/terms"),
        *("www.instagram.com/accounts/login/", "www.tiktok.com/legal/page/a"),
    ],
)
def test_a_platforms_pages_without_media_are_unsupported(link: str) -> None:
    """Doors, terms and redirects away; nothing is put into the queue for them."""
    with pytest.raises(UnsupportedUrlError):
        parse(f"https://{link}")


@pytest.mark.parametrize(
    "link",
    [
        *("x.com/login_fan/status/1", "x.com/home/following", "x.com/terms_of"),
        *("www.reddit.com/r/submit/comments/abc/", "www.reddit.com/user/message/"),
        *("www.youtube.com/@about", "www.youtube.com/tv_show", "youtube.com/feed/a"),
        *("www.tiktok.com/@upload/video/1", "www.tiktok.com/t/ZAbc/"),
        *("www.instagram.com/about.me/", "imgur.com/about", "old.reddit.com/r/out/"),
    ],
)
def test_names_that_only_resemble_such_pages_are_taken(link: str) -> None:
    """Members may be called so."""
    assert parse(f"https://{link}").known


def test_the_scheme_may_be_missing_before_a_platforms_host_only() -> None:
    """People paste `youtu.be/…`; but `notes/a.jpg` is a local path."""
    assert parse("youtu.be/BaW_jenozKc").url == "https://youtu.be/BaW_jenozKc"
    assert parse("//www.YouTube.com/watch?v=a").host == "www.youtube.com"
    assert reason("some-site.org/a.jpg") == "not_a_url"


@given(
    st.text(
        alphabet=st.sampled_from("htps:/.@[]#?\\%0aé1x7comイ\u202e\n "), max_size=40
    )
)
def test_any_text_is_a_link_or_a_clean_refusal(text: str) -> None:
    """Nothing but this project's errors comes out, and what passes is stable."""
    try:
        link = parse(f"http://{text}")
    except BossBotError:
        return
    assert parse(link.url).url == link.url
