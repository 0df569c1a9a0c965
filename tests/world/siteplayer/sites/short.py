"""Shorteners: where their links lead, and one that shows a page first."""

from __future__ import annotations

from aiohttp import web

from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites import files, reddit

TO_REDDIT = "https://bit.ly/two-harbours"
TO_A_SHORTENER = "https://t.co/again"
TO_A_PAGE = "https://tinyurl.com/a-picture"
TO_INSIDE = "https://is.gd/inside"
TO_NOTHING = "https://bit.ly/nothing"
ROUND = "https://ow.ly/round"

_LEADS = {
    TO_REDDIT: reddit.GALLERY,
    TO_A_SHORTENER: TO_REDDIT,
    TO_INSIDE: "http://169.254.169.254/latest/meta-data/a.jpg",
    ROUND: ROUND,
}
_PAGE = f"""<html><head><meta http-equiv="refresh" content="0;
url={files.url("photo.jpg")}"></head></html>"""


async def _lead(visit: Visit) -> web.StreamResponse:
    link = f"https://{visit.request.host}{visit.request.path}"
    if link == TO_A_PAGE:
        return web.Response(text=_PAGE, content_type="text/html")
    if link not in _LEADS:
        return web.Response(status=404)
    return web.Response(status=301, headers={"Location": _LEADS[link]})


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route("bit.ly tinyurl.com is.gd ow.ly", r"/[\w-]+")(_lead)
    sites.route("t.co", r"/again")(_lead)
