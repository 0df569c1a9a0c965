"""Why a link or a file is refused, in sentences; and what platforms are called."""

from __future__ import annotations

from typing import Final

LINK: Final = {
    "not_a_url": "That doesn't look like a link I can use.",
    "too_long": "That link is too long.",
    "control_characters": "That link has invisible characters in it.",
    "scheme": "Only http and https links work.",
    "credentials": "Links with a user name or password in them don't work.",
    "port": "That link names a port that isn't one of a web site.",
    "host": "That link's address can't exist.",
    "private_address": "It leads to an address that isn't on the public internet.",
    "lookalike": "That address only looks like a site I know.",
}
"""By `bossbot.links.parse.Reason`."""

FILE: Final = {
    "archive": "it is an archive, not media",
    "damaged": "it is damaged",
    "document": "it is a document, not media",
    "empty": "it is empty",
    "executable": "it is a program, not media",
    "missing": "it is gone",
    "no_media": "there is nothing to see or hear in it",
    "no_sound": "there is no sound in it",
    "playlist": "it is a playlist, not media",
    "text": "it is text, not media",
    "too_complex": "it takes too much memory to look at",
    "too_many_pixels": "the picture is too large",
    "too_slow": "it takes too long to convert",
    "unsupported_type": "that type of file isn't supported",
    "vector_image": "vector images aren't supported",
    "web_page": "it is a web page, not media",
    "streams": "its sound and picture don't fit together",
}
"""By the `reason` of `InvalidFileError`, once there was a file to look at."""

NEVER_FETCHED: Final = {
    "drm": "it is protected against copying",
    "live": "it is a live stream",
    "too_many_parts": "its stream comes in too many parts",
}
"""Reasons of the same error for which nothing was fetched at all."""

PLATFORMS: Final = {
    "twitter": "Twitter/X",
    "reddit": "Reddit",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "imgur": "Imgur",
    "bluesky": "Bluesky",
    "Discord": "Discord",
}
