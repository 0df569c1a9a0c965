"""A podcast: a feed of sounds of which one is gone."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

HOST = "podcast.playedback.org"
ROOT = f"https://{HOST}"
FEED = f"{ROOT}/feed.xml"
EPISODES: Final = {"first": "tone.mp3", "second": None, "third": "tone.ogg"}
"""What is behind each episode's enclosure, in the feed's order."""


def _item(name: str, sound: str | None) -> str:
    kind = "audio/ogg" if sound and sound.endswith(".ogg") else "audio/mpeg"
    return f"""<item><title>The {name} episode</title>
<description>About the {name} harbour.</description><guid>{name}</guid>
<pubDate>Tue, 14 Nov 2023 22:13:20 GMT</pubDate>
<itunes:duration>00:02</itunes:duration><itunes:explicit>false</itunes:explicit>
<enclosure url="{ROOT}/{name}" type="{kind}" length="24000"/></item>"""


_FEED = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title>Harbour sounds</title><link>{ROOT}/</link><language>en</language>
<description>What is heard there.</description><itunes:author>Harbour</itunes:author>
{"".join(_item(*episode) for episode in EPISODES.items())}</channel></rss>"""


async def _feed(_: Visit) -> web.StreamResponse:
    return web.Response(text=_FEED, content_type="application/rss+xml")


async def _episode(visit: Visit) -> web.StreamResponse:
    name = EPISODES[visit["name"]]
    if name is None:
        return web.Response(status=404)
    return await send_file(visit, await sample(name))


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(HOST, r"/feed\.xml")(_feed)
    sites.route(HOST, rf"/(?P<name>{'|'.join(EPISODES)})")(_episode)
