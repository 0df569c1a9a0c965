"""What the fence holds of connections and files, by the libraries' own ways."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.adapters.sandbox import Sandbox
from tests.integration.sandbox.conftest import Spec

pytestmark = pytest.mark.integration

WAYS = {
    "requests": "import requests; requests.get('http://127.0.0.1:{port}/')",
    "urllib": "import urllib.request as u; u.urlopen('http://127.0.0.1:{port}/')",
    "urllib3": (
        "import urllib3; urllib3.HTTPConnectionPool('127.0.0.1', {port})"
        ".urlopen('GET', '/', retries=False)"
    ),
    "websockets": (
        "import websockets.sync.client as w; w.connect('ws://127.0.0.1:{port}/')"
    ),
    "a websocket of yt-dlp": (
        "from yt_dlp import YoutubeDL as Y; from yt_dlp.networking import Request\n"
        "Y({{'quiet': True}}).urlopen(Request('ws://127.0.0.1:{port}/'))"
    ),
    "a name": "import requests; requests.get('http://localhost:{port}/')",
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Somebody on this machine who is not the guard."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("way", WAYS)
async def test_nobody_but_the_guard_is_reached(
    sandbox: Sandbox, act: Spec, listener: socket.socket, way: str
) -> None:
    """It fails, and nobody has connected."""
    code = WAYS[way].format(port=listener.getsockname()[1])
    said = await sandbox.run(act("attempt", code=code, proxy="http://t@127.0.0.1:1"))
    assert "sandbox: " in said
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize(
    "code",
    [
        "open('{place}/reddit.txt').read()",
        "import pathlib; pathlib.Path('{place}/reddit.txt').read_bytes()",
        "os.open('{place}/reddit.txt', os.O_RDONLY)",
        "import http.cookiejar as c; c.MozillaCookieJar('{place}/reddit.txt').load()",
        "os.symlink('{place}', 'here'); open('here/reddit.txt')",
    ],
)
async def test_the_cookies_of_other_sites_are_not_read(
    sandbox: Sandbox, act: Spec, tmp_path: Path, code: str
) -> None:
    """By a job in a stranger's hands, who knows where they lie."""
    place = tmp_path / "accounts"
    place.mkdir()
    (place / "reddit.txt").write_text("# Netscape HTTP Cookie File\n")
    spec = act("attempt", code=code.format(place=place), closed=[str(place)])
    assert await sandbox.run(spec) == "PermissionError: sandbox: not for this job"
