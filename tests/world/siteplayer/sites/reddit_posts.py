"""What Reddit tells of its posts, in the shape of its JSON."""

from __future__ import annotations

from typing import Any

from tests.world.siteplayer.sites import bluesky, files, streams


def post(number: str, subreddit: str = "pics") -> str:
    """The link of a post."""
    return f"https://www.reddit.com/r/{subreddit}/comments/{number}/a_title/"


GALLERY = "https://www.reddit.com/gallery/gal001"
GALLERY_POST = post("gal001")
PICTURE_POST = post("pic001")
PICTURE_LINK = "https://i.redd.it/photo1.jpg"
VIDEO_POST = post("vid001", "videos")
VIDEO_LINK = "https://v.redd.it/boat0001"
GONE = post("gone01")
PRIVATE = post("priv01")
SHARE_LINK = "https://www.reddit.com/r/pics/s/aBcDeFg123"
SUBREDDIT = "https://www.reddit.com/r/harbours/"
VIDEOS = "https://www.reddit.com/r/boats/"
USER = "https://www.reddit.com/user/harbour_watcher"


def _post(number: str, title: str = "A harbour", **more: Any) -> dict[str, Any]:
    subreddit = more.get("subreddit", "pics")
    return {
        "id": number,
        "name": f"t3_{number}",
        "subreddit": subreddit,
        "title": title,
        "author": "harbour_watcher",
        "author_fullname": "t2_abc",
        "created_utc": 1700000000.0,
        "permalink": f"/r/{subreddit}/comments/{number}/a_title/",
        "domain": "i.redd.it",
        "is_self": False,
        "is_video": False,
        "over_18": False,
        "spoiler": False,
        "stickied": False,
        "pinned": False,
        "num_comments": 0,
        "selftext": "",
        "selftext_html": None,
        "removed_by_category": None,
        "media": None,
        "secure_media": None,
        **more,
    }


def _picture(number: str, title: str = "A harbour", **more: Any) -> dict[str, Any]:
    url = more.pop("url", PICTURE_LINK)
    return _post(number, title, url=url, post_hint="image", **more)


def _gallery(number: str, title: str, names: list[str], **more: Any) -> dict[str, Any]:
    items = [{"media_id": name, "id": at} for at, name in enumerate(names, 1)]
    return _post(
        *(number, title),
        url=f"https://www.reddit.com/gallery/{number}",
        domain="reddit.com",
        is_gallery=True,
        gallery_data={"items": items},
        media_metadata={name: _in_gallery(name) for name in names},
        **more,
    )


def _in_gallery(name: str) -> dict[str, Any]:
    if name == "failed":
        return {"status": "failed"}
    if name == "loop":
        made = {"x": 160, "y": 120, "gif": "https://i.redd.it/loop.gif"}
        return {"status": "valid", "e": "AnimatedImage", "m": "image/gif", "s": made}
    source = f"https://preview.redd.it/{name}.jpg?width=320&format=pjpg&auto=webp&s=x"
    sizes = {"x": 320, "y": 240, "u": source}
    return {"status": "valid", "e": "Image", "m": "image/jpg", "id": name, "s": sizes}


def _text(number: str, title: str, **more: Any) -> dict[str, Any]:
    words = {"selftext": "Only words.", "url": post(number, "talk"), **more}
    return _post(number, title, is_self=True, domain="self.talk", **words)


def _video(number: str, title: str, **more: Any) -> dict[str, Any]:
    video = {
        "dash_url": f"{VIDEO_LINK}/DASHPlaylist.mpd?a=1&v=1",
        "hls_url": f"{VIDEO_LINK}/HLSPlaylist.m3u8?a=1&v=1",
        "fallback_url": f"{VIDEO_LINK}/DASH_180.mp4?source=fallback",
        "bitrate_kbps": 300,
        "height": 180,
        "width": 320,
        "duration": 2,
        "has_audio": True,
        "is_gif": False,
    }
    hosted = {"reddit_video": video}
    return _post(
        *(number, title),
        url=VIDEO_LINK,
        domain="v.redd.it",
        is_video=True,
        media=hosted,
        secure_media=hosted,
        **more,
    )


_EMBEDDED = {
    "status": "valid",
    "e": "RedditVideo",
    "id": "boat0001",
    "dashUrl": f"{VIDEO_LINK}/DASHPlaylist.mpd?a=1&v=1",
    "hlsUrl": f"{VIDEO_LINK}/HLSPlaylist.m3u8?a=1&v=1",
    "isGif": False,
    "x": 320,
    "y": 180,
}
"""A video within a text."""
_SUNK = {**_EMBEDDED, "dashUrl": "https://v.redd.it/gone0001/DASHPlaylist.mpd?a=1"}


def _crosspost(number: str, of: dict[str, Any]) -> dict[str, Any]:
    """Reddit copies the flags of the original, and the original itself, below it."""
    told = {name: of[name] for name in ("url", "domain", "is_video")}
    media = {"media": None, "secure_media": None}
    parent = {"crosspost_parent": of["name"], "crosspost_parent_list": [of]}
    return _post(number, f"Look: {of['title']}", **told, **media, **parent)


def _gone(number: str, by: str) -> dict[str, Any]:
    """Of a removed post only the words are left that say so."""
    mark = "[deleted]" if by == "deleted" else "[removed]"
    return _text(
        *(number, "[ Removed by moderator ]"),
        author="[deleted]",
        author_fullname=None,
        selftext=mark,
        removed_by_category=by,
    )


_GALLERY = _gallery("gal001", "Two harbours", ["photo1", "photo2"])
_VIDEO = _video("vid001", "A boat", subreddit="videos")
POSTS = {
    one["id"]: one
    for one in (
        _GALLERY,
        _VIDEO,
        _picture("pic001", "One harbour"),
        _picture("pic002", "Once a harbour", url="https://i.redd.it/gone.jpg"),
        _picture("nsfw01", "Bathers", over_18=True),
        _video("nsfw02", "Bathers", over_18=True, subreddit="videos"),
        _gallery("gal005", "One that moves", ["photo1", "loop"]),
        _picture("priv01", "For members"),
        _picture("quar01", "For those who opted in"),
        _picture("blck01", "For humans"),
        _video("loid01", "For those who came by the door", subreddit="videos"),
        _gallery("gal002", "Three, one of them gone", ["photo1", "gone", "photo2"]),
        _gallery("gal003", "Two, one of them broken", ["photo1", "failed"]),
        _post(
            *("gal004", "A gallery no more"),
            url="https://www.reddit.com/gallery/gal004",
            domain="reddit.com",
            is_gallery=True,
            gallery_data=None,
            media_metadata=None,
            author="[deleted]",
            removed_by_category="deleted",
        ),
        _gone("remo01", "moderator"),
        _gone("dele01", "deleted"),
        _crosspost("xgal01", _GALLERY),
        _crosspost("xvid01", _VIDEO),
        _text("text01", "A question", subreddit="talk"),
        _text(
            *("text02", "A report"),
            media_metadata={"photo1": _in_gallery("photo1"), "boat": _EMBEDDED},
        ),
        _text(
            *("text03", "A report"),
            media_metadata={"boat": _SUNK, "photo1": _in_gallery("photo1")},
        ),
        _post(
            *("link01", "A picture elsewhere"),
            url=files.url("picture.png"),
            domain=files.HOST,
        ),
        _post(
            *("link03", "Bathers elsewhere"),
            url=bluesky.ADULT,
            domain="bsky.app",
        ),
        _post(
            *("link02", "A video elsewhere"),
            url=streams.PAGE,
            domain="streams.playedback.org",
        ),
    )
}
LISTED_VIDEOS = [_video("list21", "A boat and nothing else")]
LISTED = [
    _text("list00", "Rules", stickied=True),
    _gallery("list01", "Newest", ["photo1", "photo2"]),
    _video("list20", "A boat"),
    *(
        _picture(f"list{at:02}", url=f"https://i.redd.it/number{at}.jpg")
        for at in range(2, 16)
    ),
]
