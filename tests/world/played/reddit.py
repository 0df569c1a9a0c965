"""Reddit."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import av

from bossbot.pipeline.ports import Outcome
from tests.world import media
from tests.world.played.case import Case
from tests.world.siteplayer.sites import files, reddit, reddit_posts
from tests.world.siteplayer.sites.reddit_posts import post


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.title == "Two harbours"
    assert outcome.metadata.author == "harbour_watcher"
    assert not outcome.metadata.age_restricted


def _in_order(outcome: Outcome, bodies: list[bytes]) -> None:
    _told(outcome, bodies)
    names = ("gps.jpg", "photo.jpg")
    assert bodies == [media.made(n, files.MAKERS[n]).read_bytes() for n in names]


def _with_sound(_: Outcome, bodies: list[bytes]) -> None:
    with av.open(BytesIO(bodies[0])) as container:
        assert {one.type for one in container.streams} == {"video", "audio"}


def _adult(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.metadata is not None
    assert outcome.metadata.age_restricted


def _after_the_other(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.tried == ("gallery-dl",)


def _with_a_video(outcome: Outcome, bodies: list[bytes]) -> None:
    assert [file.name for file in outcome.files or ()][1:4] == [
        "photo2.jpg",
        "A boat.mp4",
        "number2.jpg",
    ]
    _with_sound(outcome, bodies[2:])


def _private(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.private


_NEWEST: Final = ("image", "image", "video", *("image",) * 7)

CASES: Final = (
    Case(
        platform="reddit",
        name="gallery",
        url=reddit_posts.GALLERY,
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_in_order,
    ),
    Case(
        platform="reddit",
        name="gallery, by the link of its post",
        url=reddit_posts.GALLERY_POST,
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_in_order,
    ),
    Case(
        platform="reddit",
        name="gallery, by redd.it",
        url="https://redd.it/gal001",
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_in_order,
    ),
    Case(
        platform="reddit",
        name="gallery, by a mirror",
        url="https://rxddit.com/r/pics/comments/gal001/a_title/",
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_in_order,
    ),
    Case(
        platform="reddit",
        name="gallery with an animation",
        url=post("gal005"),
        tool="gallery-dl",
        kinds=("image", "image"),
    ),
    Case(
        platform="reddit",
        name="gallery, one picture of it gone",
        url=post("gal002"),
        tool="gallery-dl",
        kinds=("image", "image"),
        skipped=("not_found",),
    ),
    Case(
        platform="reddit",
        name="gallery, one picture of it broken on the site",
        url=post("gal003"),
        tool="gallery-dl",
        kinds=("image",),
    ),
    Case(
        platform="reddit",
        name="picture",
        url=reddit_posts.PICTURE_POST,
        tool="gallery-dl",
        kinds=("image",),
    ),
    Case(
        platform="reddit",
        name="picture, its own link",
        url=reddit_posts.PICTURE_LINK,
        tool="gallery-dl",
        kinds=("image",),
    ),
    Case(
        platform="reddit",
        name="video with sound, its own link",
        url=reddit_posts.VIDEO_LINK,
        tool="yt-dlp",
        kinds=("video",),
        check=_with_sound,
    ),
    Case(
        platform="reddit",
        name="video with sound, by the link of its post",
        url=reddit_posts.VIDEO_POST,
        tool="yt-dlp",
        kinds=("video",),
        check=_with_sound,
    ),
    Case(
        platform="reddit",
        name="crosspost of a gallery",
        url=post("xgal01"),
        tool="gallery-dl",
        kinds=("image", "image"),
    ),
    Case(
        platform="reddit",
        name="crosspost of a video",
        url=post("xvid01"),
        tool="yt-dlp",
        kinds=("video",),
        check=_with_sound,
    ),
    Case(
        platform="reddit",
        name="for adults",
        url=post("nsfw01"),
        tool="gallery-dl",
        kinds=("image",),
        check=_adult,
    ),
    Case(
        platform="reddit",
        name="video for adults",
        url=post("nsfw02", "videos"),
        tool="yt-dlp",
        kinds=("video",),
        check=_adult,
    ),
    Case(
        platform="reddit",
        name="link to a picture elsewhere",
        url=post("link01"),
        tool="gallery-dl",
        kinds=("image",),
    ),
    Case(
        platform="reddit",
        name="link to a video elsewhere",
        url=post("link02"),
        tool="yt-dlp",
        kinds=("video",),
    ),
    Case(
        platform="reddit",
        name="share link",
        url=reddit_posts.SHARE_LINK,
        tool="gallery-dl",
        kinds=("image", "image"),
        check=_in_order,
    ),
    Case(
        platform="reddit",
        name="subreddit of videos",
        url=reddit_posts.VIDEOS,
        tool="gallery-dl",
        kinds=("video",),
        check=_with_sound,
    ),
    Case(
        platform="reddit",
        name="picture and video in a text",
        url=post("text02"),
        tool="gallery-dl",
        kinds=("image", "video"),
    ),
    Case(
        platform="reddit",
        name="picture and video in a text, the video gone",
        url=post("text03"),
        tool="gallery-dl",
        kinds=("image",),
        skipped=("not_found",),
    ),
    Case(
        platform="reddit",
        name="subreddit",
        url=reddit_posts.SUBREDDIT,
        tool="gallery-dl",
        kinds=_NEWEST,
        check=_with_a_video,
    ),
    Case(
        platform="reddit",
        name="user",
        url=reddit_posts.USER,
        tool="gallery-dl",
        kinds=_NEWEST,
        check=_with_a_video,
    ),
    Case(
        platform="reddit",
        name="private subreddit, with cookies",
        url=reddit_posts.PRIVATE,
        tool="gallery-dl",
        kinds=("image",),
        cookies=reddit.COOKIES,
        check=_private,
    ),
    Case(
        platform="reddit",
        name="private subreddit",
        url=reddit_posts.PRIVATE,
        error="login_required",
    ),
    Case(
        platform="reddit",
        name="quarantined",
        url=post("quar01"),
        error="login_required",
    ),
    Case(
        platform="reddit",
        name="quarantined, with cookies",
        url=post("quar01"),
        tool="gallery-dl",
        kinds=("image",),
        cookies=reddit.COOKIES,
        check=_private,
    ),
    Case(
        platform="reddit",
        name="blocked by network security",
        url=post("blck01"),
        error="permission_denied",
        data={"reason": "blocked"},
    ),
    Case(
        platform="reddit",
        name="blocked by network security, who comes without a visit",
        url=post("loid01", "videos"),
        tool="yt-dlp",
        kinds=("video",),
        check=_after_the_other,
    ),
    Case(
        platform="reddit",
        name="blocked by network security, a video's own link",
        url="https://v.redd.it/blocked1",
        error="permission_denied",
        data={"reason": "blocked"},
    ),
    Case(
        platform="reddit",
        name="blocked by network security, with cookies",
        url=post("blck01"),
        tool="gallery-dl",
        kinds=("image",),
        cookies=reddit.COOKIES,
        check=_private,
    ),
    Case(
        platform="reddit",
        name="rate limit",
        url=post("limi01"),
        error="rate_limit",
        retry_after=reddit.LIMIT_RESETS,
    ),
    Case(
        platform="reddit",
        name="removed by a moderator",
        url=post("remo01"),
        error="not_found",
    ),
    Case(
        platform="reddit",
        name="deleted by its author",
        url=post("dele01"),
        error="not_found",
    ),
    Case(
        platform="reddit",
        name="deleted gallery",
        url=post("gal004"),
        error="not_found",
    ),
    Case(
        platform="reddit",
        name="picture that is gone",
        url=post("pic002"),
        error="not_found",
    ),
    Case(
        platform="reddit",
        name="never there",
        url=reddit_posts.GONE,
        error="not_found",
    ),
    Case(
        platform="reddit",
        name="only words",
        url=post("text01", "talk"),
        error="unsupported_url",
    ),
)
