"""A PeerTube video: whole files in several qualities, their sizes told beforehand."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit

HOST = "framatube.org"
_ID = "8Hb0rAtDawnInSummer4uv"
VIDEO = f"https://{HOST}/w/{_ID}"


def rung_path(height: int) -> str:
    """Where the quality of that height is."""
    return f"/static/web-videos/harbour-{height}.mp4"


async def _rung(height: int) -> Any:
    return await asyncio.to_thread(
        made, f"rung-{height}.mp4", media.rung, height=height
    )


async def _file(height: int) -> dict[str, Any]:
    return {
        "id": height,
        "resolution": {"id": height, "label": f"{height}p"},
        "size": (await _rung(height)).stat().st_size,
        "fps": 25,
        "fileUrl": f"https://{HOST}{rung_path(height)}",
        "fileDownloadUrl": f"https://{HOST}/download{rung_path(height)}",
        "hasAudio": True,
        "hasVideo": True,
    }


async def _video(_: Visit) -> web.StreamResponse:
    owner = {"id": 7, "name": "harbour", "displayName": "Harbour watch", "host": HOST}
    return web.json_response(
        {
            "id": 1,
            "shortUUID": _ID,
            "name": "Harbour at dawn",
            "description": "The harbour, from the mole.",
            "duration": media.LADDER_SECONDS,
            "isLive": False,
            "nsfw": False,
            "publishedAt": "2023-11-14T22:13:20.000Z",
            "account": owner,
            "channel": owner,
            "files": [await _file(height) for height in reversed(media.LADDER)],
            "streamingPlaylists": [],
        }
    )


async def _captions(_: Visit) -> web.StreamResponse:
    return web.json_response({"total": 0, "data": []})


async def _media(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, await _rung(int(visit["height"])))


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(HOST, rf"/api/v1/videos/{_ID}/?")(_video)
    sites.route(HOST, rf"/api/v1/videos/{_ID}/captions")(_captions)
    sites.route(HOST, r"/static/web-videos/harbour-(?P<height>\d+)\.mp4")(_media)
