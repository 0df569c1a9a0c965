"""Conversations with the bot, as `docs/transcript.md` shows them.

`UPDATE_DOCS=1 uv run pytest tests/integration/bot/test_transcript.py` writes the page
anew; with `-k Downloads` only a chapter of it. Read what changed as a member would.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bossbot.adapters.discord_api import OFFICIAL, point_at
from bossbot.adapters.discord_login import DiscordLogin
from tests.world.discord import DiscordServer
from tests.world.redis_server import redis_server
from tests.world.transcript import page
from tests.world.transcript.acts import ACTS, Act
from tests.world.transcript.scene import Poster, Scene
from tests.world.wire import wired

pytestmark = pytest.mark.integration

_heard: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def _page() -> Iterator[None]:
    """Writes what was heard, when asked to."""
    yield
    if page.UPDATES:
        page.write(_heard, [act.name for act in ACTS])


@pytest.mark.parametrize("act", ACTS, ids=[act.name for act in ACTS])
async def test_the_bot_talks_as_the_page_says(act: Act, tmp_path: Path) -> None:
    """Every answer and every state of a message, word for word."""
    _heard[act.name] = await _played(act, tmp_path)
    if not page.UPDATES:
        assert _heard[act.name] == page.chapter(act.name)


async def _played(act: Act, tmp_path: Path) -> str:
    told = []
    with redis_server() as url, DiscordServer() as server:
        olga = server.add_user("Olga")
        settings = act.settings | {"discord_admin_user_id": olga.id}
        async with (
            wired(server, url, slots=2, works=act.works, **settings) as wire,
            _poster(server, tmp_path / "cat.mp4") as poster,
        ):
            for number, one in enumerate(act.scenes):
                scene = Scene(wire, number, poster, olga)
                await scene.paces()
                await one.play(scene)
                told.append(f"### {one.title}\n\n{one.sentence}\n\n{scene.text()}")
                await scene.clear()
    point_at(OFFICIAL, "wss://gateway.discord.gg/")
    return "\n\n".join(told)


@asynccontextmanager
async def _poster(server: DiscordServer, path: Path) -> AsyncIterator[Poster]:
    login = DiscordLogin(
        api_base=server.api_base,
        gateway=server.gateway_url,
        token=lambda: server.token,
    )
    yield Poster(login, path)
    await login.close()


def test_the_page_has_no_other_chapters() -> None:
    """What is no longer played is no longer told of."""
    if not page.UPDATES:
        told = page.PAGE.read_text().split("\n## ")[1:]
        assert [one.partition("\n")[0] for one in told] == [act.name for act in ACTS]
