"""What X says in its answers, as gallery-dl does not tell."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
)
from bossbot.sandbox.jobs.gallery_dl.json_objects import objects
from bossbot.sandbox.jobs.gallery_dl.twitter_answers import (
    asked_for,
    complete,
    raise_known,
    raise_tombstone,
    variants_of,
    withheld,
)
from tests.world.siteplayer.sites.twitter_posts import (
    gif,
    photo,
    tombstone,
    tweet,
    user,
    video,
    withdrawn,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (63, NotFoundError),
        (88, RateLimitedError),
        (130, NetworkError),
        (144, NotFoundError),
        (179, LoginRequiredError),
        (239, RateLimitedError),
    ],
)
def test_numbers_of_errors(code: int, kind: type[BossBotError]) -> None:
    """The first one that is known counts."""
    with pytest.raises(kind):
        raise_known([{"code": 1}, {"message": "?"}, {"code": code}])


@pytest.mark.parametrize("errors", [None, [], [{"code": 1}], ["?"], {"code": 144}])
def test_what_says_nothing(errors: Any) -> None:
    """Anything else is left to gallery-dl."""
    raise_known(errors)


def _single(result: Any) -> Any:
    return {"data": {"tweetResult": {"result": result}}}


def _among(*entries: tuple[str, Any]) -> Any:
    found = [
        {
            "entryId": f"tweet-{number}",
            "content": {"itemContent": {"tweet_results": {"result": result}}},
        }
        for number, result in entries
    ]
    return {"data": {"x": {"instructions": [{"entries": found}]}}}


def _judge(answer: Any) -> None:
    for one in asked_for(answer, "2"):
        raise_tombstone(one)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This Post was deleted by the Post author.", NotFoundError),
        ("This Post is from a suspended account.", NotFoundError),
        ("This Post is unavailable.", NotFoundError),
        ("This Post violated the X Rules.", NotFoundError),
        ("Age-restricted adult content. You’ll need to log in.", LoginRequiredError),
        ("This account owner limits who can view their Posts.", LoginRequiredError),
        ("It has been withheld in Ruritania.", GeoBlockedError),
    ],
)
def test_tombstones(text: str, kind: type[BossBotError]) -> None:
    """They mean what they say, alone and in a conversation."""
    among = _among(("1", tweet("1", "")), ("2", tombstone(text)))
    for answer in (_single(tombstone(text)), among):
        with pytest.raises(kind):
            _judge(answer)


def test_tombstones_of_others() -> None:
    """What a post quotes or answers may be gone: it is not."""
    gone = tombstone("This Post was deleted by the Post author.")
    quoting = {**tweet("2", ""), "quoted_status_result": {"result": gone}}
    _judge(_single(quoting))
    _judge(_among(("1", gone), ("2", quoting)))


def test_media_that_are_not_shown() -> None:
    """Of the post itself alone, behind a warning or not."""
    removed, kept = withdrawn(video(), "Dmcaed"), photo("a")
    local = withdrawn(video(), "GeoBlocked")
    quoted = tweet("1", "", removed)
    post = tweet("2", "", kept, removed, local, quotes=quoted)
    warned = {"__typename": "TweetWithVisibilityResults", "tweet": post}
    for answer in (_single(post), _single(warned), _among(("1", quoted), ("2", post))):
        found = [type(e) for one in asked_for(answer, "2") for e in withheld(one)]
        assert found == [NotFoundError, GeoBlockedError]


def test_users_in_the_older_layout() -> None:
    """They get what gallery-dl looks for, wherever they stand; others stay."""
    answer = _single(tweet("1", "", author=user(old=True)))
    for one in objects(answer):
        complete(one)
    author = answer["data"]["tweetResult"]["result"]["core"]["user_results"]["result"]
    expected = user()
    for part in ("core", "verification", "privacy", "avatar", "location"):
        assert author[part] == expected[part]
    complete(expected)
    assert expected == user()


def test_variants_of_a_video() -> None:
    """Whole files only, with rate, sides and sound; the stream is none."""
    found = variants_of(video()["video_info"], mute=False)
    assert [(one["height"], one["tbr"], one["acodec"]) for one in found] == [
        (720, 2176, "mp4a"),
        (360, 832, "mp4a"),
        (1080, 10368, "mp4a"),
    ]


def test_a_gif_has_one_without_sound() -> None:
    """Nothing is known of its size."""
    (only,) = variants_of(gif()["video_info"], mute=True)
    assert (only["acodec"], only["tbr"], only["height"]) == ("none", None, None)


def test_a_photo_has_none() -> None:
    """A list of variants may be missing."""
    assert variants_of(photo("a"), mute=False) == []
