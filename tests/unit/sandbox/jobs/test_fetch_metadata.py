"""What is picked from the words of either library, site by site."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from gallery_dl import dt

from bossbot.models import Metadata
from bossbot.sandbox.jobs.fetching.metadata import (
    description_of,
    of_gallery_dl,
    of_ytdlp,
)
from bossbot.sandbox.jobs.fetching.params import NAME_LENGTH, safe_name

pytestmark = pytest.mark.unit

LINK = "https://g.example/1"
POSTED = datetime(2023, 9, 8, 4, tzinfo=UTC)
NAIVE = POSTED.replace(tzinfo=None)  # as gallery-dl has it
SECONDS = 1694145600


def _of_ytdlp(**info: Any) -> Metadata:
    return Metadata.model_validate(of_ytdlp([info]))


def _of_gallery_dl(**keywords: Any) -> Metadata:
    return Metadata.model_validate(of_gallery_dl(keywords, LINK))


TWEET = {
    "category": "twitter",
    "subcategory": "tweet",
    "tweet_id": 1700,
    "date": NAIVE,
    "author": {
        "id": 7,
        "name": "harbour_watch",
        "nick": "Harbour ⚓",
        "description": "I watch ships.",
        "date": datetime(2011, 1, 1),  # noqa: DTZ001 (as gallery-dl gives it)
    },
    "user": {"name": "somebody_else", "nick": "Else"},
    "content": "Two photos\nof the harbour",
    "sensitive": False,
    "sensitive_flags": (),
    "source": "Web App",
}
SUBMISSION = {
    "category": "reddit",
    "id": "abc",
    "title": "Two harbours",
    "author": "harbour_watcher",
    "selftext": "Taken at dawn.",
    "url": "https://www.reddit.com/gallery/abc",
    "permalink": "/r/boats/comments/abc/two_harbours/",
    "date": NAIVE,
    "over_18": False,
}
IMAGE = {"category": "imgur", "id": "img1", "title": "", "description": "one"}


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (
            TWEET,
            {
                "author": "Harbour ⚓",
                "handle": "harbour_watch",
                "text": "Two photos\nof the harbour",
                "source_url": "https://x.com/harbour_watch/status/1700",
            },
        ),
        (
            SUBMISSION,
            {
                "title": "Two harbours",
                "author": "harbour_watcher",
                "handle": "harbour_watcher",
                "text": "Taken at dawn.",
                "source_url": "https://www.reddit.com/r/boats/comments/abc/two_harbours/",
            },
        ),
        (
            SUBMISSION | {"author": "[deleted]", "selftext": ""},
            {
                "title": "Two harbours",
                "source_url": "https://www.reddit.com/r/boats/comments/abc/two_harbours/",
            },
        ),
        (
            {
                "category": "instagram",
                "username": "harbour.watch",
                "fullname": "Harbour",
                "description": "Ships 🚢",
                "post_url": "https://www.instagram.com/p/Cabc/",
                "user": {"username": "the_viewer"},
                "date": NAIVE,
            },
            {
                "author": "Harbour",
                "handle": "harbour.watch",
                "text": "Ships 🚢",
                "source_url": "https://www.instagram.com/p/Cabc/",
            },
        ),
        (
            IMAGE
            | {
                "date": datetime(2023, 9, 7),  # noqa: DTZ001
                "album": {
                    "id": "alb1",
                    "title": "Harbours",
                    "description": "All of them",
                    "account": {"username": "watcher"},
                    "date": NAIVE,
                },
            },
            {
                "title": "Harbours",
                "author": "watcher",
                "handle": "watcher",
                "text": "All of them",
                "source_url": "https://imgur.com/a/alb1",
            },
        ),
        (
            IMAGE | {"date": NAIVE},
            {"text": "one", "source_url": "https://imgur.com/img1"},
        ),
        (
            {
                "category": "bluesky",
                "author": {
                    "did": "did:plc:x",
                    "handle": "harbour.bsky.social",
                    "displayName": "Harbour",
                },
                "text": "Low tide",
                "post_id": "3kabc",
                "description": "alt text of a file",
                "date": NAIVE,
            },
            {
                "author": "Harbour",
                "handle": "harbour.bsky.social",
                "text": "Low tide",
                "source_url": "https://bsky.app/profile/harbour.bsky.social/post/3kabc",
            },
        ),
        (
            {
                "category": "tiktok",
                "id": "71",
                "desc": "Slides of #ships",
                "imagePost": {"images": [{"imageURL": {}}]},
                "title": "",
                "user": "harbour",
                "author": {"uniqueId": "harbour", "nickname": "Harbour TV"},
                "date": NAIVE,
            },
            {
                "author": "Harbour TV",
                "handle": "harbour",
                "text": "Slides of #ships",
                "source_url": "https://www.tiktok.com/@harbour/photo/71",
            },
        ),
        (
            {
                "category": "elsewhere",
                "title": "A boat",
                "author": {"username": "harbour"},
                "url": "https://cdn.example/file.jpg",
                "date": NAIVE,
            },
            {"title": "A boat", "author": "harbour", "source_url": LINK},
        ),
    ],
    ids=lambda value: value.get("category", ""),
)
def test_of_a_post(keywords: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each site has its own words for the same things, and not all have titles."""
    found = _of_gallery_dl(**keywords)
    assert found == Metadata(extractor=keywords["category"], date=POSTED, **expected)


VIDEO = {"webpage_url": LINK, "timestamp": SECONDS, "upload_date": "20230907"}


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (
            {
                "extractor_key": "Youtube",
                "title": "A boat",
                "uploader": "Harbour",
                "uploader_id": "@harbour",
                "channel_id": "UC123",
                "description": "Ships.",
            },
            {
                "title": "A boat",
                "author": "Harbour",
                "handle": "harbour",
                "text": "Ships.",
            },
        ),
        (
            {
                "extractor_key": "TikTok",
                "title": "A very long cap...",
                "description": "A very long caption",
                "channel": "Harbour TV",
                "uploader": "harbour",
                "uploader_id": "6691488002098119685",
            },
            {
                "author": "Harbour TV",
                "handle": "harbour",
                "text": "A very long caption",
            },
        ),
        (
            {
                "extractor_key": "Reddit",
                "title": "A boat",
                "uploader": "watcher",
                "channel_id": "boats",
            },
            {"title": "A boat", "author": "watcher", "handle": "watcher"},
        ),
        (
            {
                "extractor_key": "Twitter",
                "title": "Harbour - A boat",
                "description": "A boat",
                "uploader": "Harbour",
                "uploader_id": "harbour_watch",
            },
            {"author": "Harbour", "handle": "harbour_watch", "text": "A boat"},
        ),
        (
            {
                "extractor_key": "Instagram",
                "title": "Video by harbour.watch",
                "description": "A boat",
                "uploader": "Harbour",
                "channel": "harbour.watch",
                "uploader_id": "2815873",
            },
            {"author": "Harbour", "handle": "harbour.watch", "text": "A boat"},
        ),
        (
            {"extractor_key": "Generic", "id": "9", "title": "generic video #9"},
            {},
        ),
    ],
    ids=lambda value: value.get("extractor_key", ""),
)
def test_of_a_video(info: dict[str, Any], expected: dict[str, Any]) -> None:
    """yt-dlp has one set of words, but makes titles up where there are none."""
    assert _of_ytdlp(**VIDEO, **info) == Metadata(
        extractor=info["extractor_key"], source_url=LINK, date=POSTED, **expected
    )


BOATS = {
    "extractor_key": "Youtube",
    "uploader": "Harbour",
    "uploader_id": "@harbour",
    "playlist_title": "Boats",
    "playlist_uploader": "Collector",
    "playlist_webpage_url": "https://y.example/list",
}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, {"author": "Harbour", "handle": "harbour"}),
        ({"uploader": "Sea", "uploader_id": "@sea"}, {"author": "Collector"}),
        (
            {"age_limit": 18},
            {"author": "Harbour", "handle": "harbour", "age_restricted": True},
        ),
    ],
)
def test_of_a_list(other: dict[str, Any], expected: dict[str, Any]) -> None:
    """Its own name and what all have in common; one that is restricted is enough."""
    first = {
        **BOATS,
        "title": "1",
        "webpage_url": "https://y.example/1",
        "timestamp": 9,
    }
    second = {**BOATS, "title": "2", "webpage_url": "https://y.example/2", **other}
    assert Metadata.model_validate(of_ytdlp([first, second])) == Metadata(
        title="Boats",
        source_url="https://y.example/list",
        extractor="Youtube",
        **expected,
    )


def test_of_a_post_with_several_videos() -> None:
    """To yt-dlp it is a list; what it calls that is made up here as well."""
    tweet = {
        "extractor_key": "Twitter",
        "title": "Harbour - Two boats #1",
        "playlist_title": "Harbour - Two boats",
        "description": "Two boats",
        "uploader": "Harbour",
        **VIDEO,
    }
    found = of_ytdlp([tweet, {**tweet, "title": "Harbour - Two boats #2"}])
    assert Metadata.model_validate(found) == Metadata(
        text="Two boats",
        author="Harbour",
        extractor="Twitter",
        source_url=LINK,
        date=POSTED,
    )


@pytest.mark.parametrize(
    ("playlist", "title"), [(None, "A page"), ("A page", "A page (1)")]
)
def test_the_only_video_of_a_page(playlist: str | None, title: str) -> None:
    """yt-dlp counts even where there is no second one."""
    info = {"extractor_key": "HTML5MediaEmbed", "title": "A page (1)"}
    assert _of_ytdlp(**info, playlist=playlist).title == title


def test_a_day_is_not_made_an_instant() -> None:
    """Some sites tell no more; gallery-dl's "no date" is none."""
    assert _of_ytdlp(upload_date="20240417").date == date(2024, 4, 17)
    assert _of_gallery_dl(date=dt.NONE).date is None


@pytest.mark.parametrize(
    "keywords",
    [
        {"over_18": True},
        {"nsfw": True},
        {"sensitive": True},
        {"sensitive_flags": ["Nudity"]},
        {"is_mature": True},
        {"album": {"is_mature": True}},
        {"rating": "e"},
        {"rating": "R-18"},
        {"x_restrict": 1},
        {"labels": [{"src": "did:x", "val": "porn"}]},
        {"labels": {"$type": "selfLabels", "values": [{"val": "nudity"}]}},
    ],
    ids=str,
)
def test_what_sites_call_age_restricted(keywords: dict[str, Any]) -> None:
    """Each site has its own word for it."""
    assert _of_gallery_dl(**keywords).age_restricted


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"over_18": False, "sensitive": None, "sensitive_flags": (), "rating": "s"},
        {"x_restrict": 0, "is_mature": False, "labels": []},
        {"labels": [{"val": "!no-unauthenticated"}, "porn", None]},
        {"labels": "porn", "rating": 5},
    ],
    ids=str,
)
def test_what_they_don_t(keywords: dict[str, Any]) -> None:
    """Nothing else is, whatever stands there."""
    assert not _of_gallery_dl(**keywords).age_restricted


@pytest.mark.parametrize(
    ("age", "restricted"), [(18, True), (21, True), (13, False), (None, False)]
)
def test_an_age_limit(age: int | None, restricted: bool) -> None:
    """From eighteen on."""
    assert _of_ytdlp(age_limit=age).age_restricted is restricted


@pytest.mark.parametrize("value", [True, ["a"], {"deep": {"er": 1}}, b"x", "", None])
def test_odd_values_are_no_text(value: Any) -> None:
    """A site's JSON can hold anything; what is no text is left out."""
    assert _of_ytdlp(title=value).title is None
    assert _of_gallery_dl(category="twitter", author=value).source_url == LINK


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"category": "twitter", "description": "A boat"}, "A boat"),
        ({"category": "twitter", "description": None}, None),
        ({"category": "mastodon", "media": {"description": "A boat"}}, "A boat"),
        ({"category": "instagram", "description": "the post's text"}, None),
    ],
)
def test_alternative_texts(keywords: dict[str, Any], said: str | None) -> None:
    """Only where the word means one file, and not the post."""
    assert description_of(keywords) == said


@pytest.mark.parametrize(
    ("stem", "extension", "name"),
    [
        ("clip", "mp4", "clip.mp4"),
        ("../../etc/passwd", "", "_.._etc_passwd.bin"),
        ("a/b\\c\x00d\n", "JPG", "a_b_c_d_.jpg"),
        ("", "mp4", "file.mp4"),
        ("..", "php;.jpg", "file.bin"),
        ("gpj\u202eexe", "jpg", "gpj_exe.jpg"),
        ("half \ud83d emoji", "jpg", "half _ emoji.jpg"),
        ("x" * 999, "png", "x" * NAME_LENGTH + ".png"),
    ],
)
def test_names_for_people(stem: str, extension: str, name: str) -> None:
    """A name has no path in it, whatever the site calls its file."""
    assert safe_name(stem, extension) == name
