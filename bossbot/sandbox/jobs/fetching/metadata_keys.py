"""Where each site, in either library's words, has what we want to know of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

type Keys = Mapping[str, Sequence[str]]
"""For each field where to look, first to last; a dot leads into a mapping."""

YTDLP: Final[Keys] = {
    "title": ("title", "fulltitle"),
    "author": ("uploader", "channel", "creator", "artist"),
    "handle": ("uploader_id",),
    "text": ("description",),
    "source_url": ("webpage_url", "original_url"),
    "date": ("timestamp", "release_timestamp", "upload_date", "release_date"),
    "extractor": ("extractor_key", "extractor"),
}
YTDLP_SITES: Final[Mapping[str, Keys]] = {
    "bluesky": {"title": ()},
    "instagram": {"title": (), "handle": ("channel", "uploader_id")},
    "reddit": {"handle": ("uploader",)},
    "tiktok": {"title": (), "author": ("channel", "uploader"), "handle": ("uploader",)},
    "twitter": {"title": ()},
}
"""By the extractor's key: where a post has no title, yt-dlp makes one of its text."""
YTDLP_LIST: Final[Keys] = {
    "title": ("playlist_title",),
    "author": ("playlist_uploader", "playlist_channel"),
    "source_url": ("playlist_webpage_url",),
}
"""What each video of a list says of the list."""

GALLERY_DL: Final[Keys] = {
    "title": ("title",),
    "author": (
        *(f"author.{name}" for name in ("nick", "display_name", "name", "username")),
        *("author", "uploader", "artist"),
        *(f"user.{name}" for name in ("nick", "display_name", "name", "username")),
        *("user", "username", "account.display_name", "account"),
    ),
    "handle": ("username", "account.acct"),
    "text": ("content", "description", "selftext", "text", "caption"),
    "source_url": ("post_url", "webpage_url"),
    "date": ("date",),
    "extractor": ("category",),
}
GALLERY_DL_SITES: Final[Mapping[str, Keys]] = {
    "bluesky": {
        "title": (),
        "author": ("author.displayName", "author.handle"),
        "handle": ("author.handle",),
        "text": ("text",),
    },
    "directlink": {"title": ("filename",)},
    "imgur": {
        "title": ("album.title", "title"),
        "author": ("album.account.username", "account.username"),
        "handle": ("album.account.username", "account.username"),
        "text": ("album.description", "description"),
        "date": ("album.date", "date"),
    },
    "instagram": {
        "title": (),
        "author": ("fullname", "username"),
        "text": ("description",),
    },
    "reddit": {"author": ("author",), "handle": ("author",), "text": ("selftext",)},
    "tiktok": {
        "title": (),
        "author": ("author.nickname", "author.uniqueId", "user"),
        "handle": ("author.uniqueId", "user"),
        "text": ("desc",),
    },
    "twitter": {
        "title": (),
        "author": ("author.nick", "author.name"),
        "handle": ("author.name",),
        "text": ("content",),
    },
}
"""By the category; a site without titles has none."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "bluesky": "description",
    "mastodon": "media.description",
    "twitter": "description",
}
"""Where the alternative text of a single file is; elsewhere the word means another."""

PAGES: Final[Mapping[str, Sequence[str]]] = {
    "bluesky": ("https://bsky.app/profile/{author[handle]}/post/{post_id}",),
    "imgur": ("https://imgur.com/a/{album[id]}", "https://imgur.com/{id}"),
    "reddit": ("https://www.reddit.com{permalink}",),
    "tiktok": (
        "https://www.tiktok.com/@{author[uniqueId]}/photo/{id}{imagePost!s:.0}",
        "https://www.tiktok.com/@{author[uniqueId]}/video/{id}",
    ),
    "twitter": ("https://x.com/{author[name]}/status/{tweet_id}",),
}
"""A post's own page, where gallery-dl doesn't tell it: the first one for which all the
words are there. (`:.0` writes nothing.)"""


def at(source: Any, path: str) -> Any:
    """What stands at a path such as `author.name`; None where nothing does."""
    for key in path.split("."):
        source = source.get(key) if isinstance(source, Mapping) else None
    return source
