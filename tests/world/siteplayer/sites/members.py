"""A site that knows its members by cookies, renews these, and sends them around."""

from __future__ import annotations

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

HOST = "members.playedback.org"
BELOW = f"cdn.{HOST}"
ELSEWHERE = "elsewhere.playedback.net"
ROOT = f"https://{HOST}"
TOKEN = "s3cret-token"
RENEWED = "s3cret-renewed"
OWN = "s3cret-own"
"""What the front page tells every visitor, for its host alone."""
STREAM = f"{ROOT}/stream.m3u8"
"""Its segments are on a host below, and on another."""
SAMPLES = {"jpg": "photo.jpg", "mp4": "clip.mp4"}


def jar(*, value: str = TOKEN, domain: str = f".{HOST}", name: str = "session") -> str:
    """A cookie file with one cookie."""
    below = "TRUE" if domain.startswith(".") else "FALSE"
    fields = (domain, below, "/", "TRUE", "4102444800", name, value)
    return "# Netscape HTTP Cookie File\n" + "\t".join(fields) + "\n"


def url(path: str, name: str = "clip.mp4", **query: str) -> str:
    """`url("file")`, `url("club")`, `url("to", to=…)` …: see `play`."""
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{ROOT}/{path}/{name}" + (f"?{asked}" if asked else "")


async def _file(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, await sample(SAMPLES[visit["ext"]]))


async def _club(visit: Visit) -> web.StreamResponse:
    """A file for members; who brings their token gets another one."""
    told = visit.request.cookies.get("session")
    if told not in (TOKEN, RENEWED):
        return web.Response(status=401)
    answer = web.Response(status=302, headers={"Location": f"/file/{visit['name']}"})
    for name, value, domain in (
        ("session", RENEWED, HOST),
        ("stranger", "s3cret-stranger", "playedback.org"),
        ("robber", "s3cret-robber", ELSEWHERE),
    ):
        answer.set_cookie(name, value, domain=domain, path="/", secure=True)
    return answer


async def _to(visit: Visit) -> web.StreamResponse:
    """A redirect to anywhere, with a cookie for this host alone."""
    to = visit.request.query["to"]
    answer = web.Response(status=302, headers={"Location": to})
    answer.set_cookie("own", OWN, path="/", secure=True)
    return answer


async def _stream(_: Visit) -> web.StreamResponse:
    hosts = (HOST, BELOW, ELSEWHERE)
    parts = "".join(
        f"#EXTINF:2.0,\nhttps://{host}/segment/seg{number:03}.ts\n"
        for number, host in enumerate(hosts)
    )
    head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n"
    text = f"{head}{parts}#EXT-X-ENDLIST\n"
    return web.Response(text=text, content_type=type_of("a.m3u8"))


async def _segment(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, made("hls", media.hls) / visit["name"])


def play(sites: Sites) -> None:
    """Add the routes; whoever asks where gets the files."""
    name = r"(?P<name>\w+\.(?P<ext>\w+))"
    everywhere = f"{HOST} {BELOW} {ELSEWHERE}"
    sites.route(everywhere, rf"/(?:file|plain)/{name}")(_file)
    sites.route(everywhere, rf"/segment/{name}")(_segment)
    sites.route(HOST, rf"/club/{name}")(_club)
    sites.route(f"{HOST} {ELSEWHERE}", rf"/to/{name}")(_to)
    sites.route(HOST, r"/stream\.m3u8")(_stream)
