"""What each host gets to see of an operator's cookies, from the real libraries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from bossbot.errors import BossBotError, LoginRequiredError, PermissionDeniedError
from bossbot.models import Format
from bossbot.pipeline.ports import Fetched, FetchRequest
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import members

pytestmark = pytest.mark.integration

MB: Final = 1024 * 1024
BOTH: Final = pytest.mark.parametrize("tool", ["yt-dlp", "gallery-dl"])


class Visitor:
    """Fetches with one tool and an operator's cookies; the sites tell what they saw."""

    def __init__(self, stage: Stage, player: SitePlayer, accounts: Path) -> None:
        self.stage = stage
        self.player = player
        self.accounts = accounts
        accounts.mkdir()
        stage.settings = stage.settings.model_copy(update={"cookies_dir": accounts})

    def put(self, text: str, name: str = members.HOST) -> Path:
        """Let the operator write a cookie file."""
        path = self.accounts / f"{name}.txt"
        path.write_text(text)
        path.chmod(0o600)
        return path

    async def fetch(self, tool: str, url: str, directory: str = "source") -> Fetched:
        """Fetch once."""
        request = FetchRequest(
            url=url,
            platform="other",
            directory=self.stage.directory / directory,
            format=Format.BEST,
            fit_bytes=50 * MB,
            max_bytes=100 * MB,
            max_files=5,
            deadline=60.0,
        )
        return await self.stage.tools[tool].fetch(request, lambda _: None)

    def shown(self, host: str, path: str = "") -> set[str]:
        """The names of all cookies that a host has seen."""
        headers = (
            seen.headers.get("Cookie", "")
            for seen in self.player.seen_at(host)
            if seen.path.startswith(path)
        )
        cookies = (one for header in headers for one in header.split("; ") if one)
        return {one.partition("=")[0] for one in cookies}

    def leaked(self) -> list[str]:
        """Where in the files of the download, or below the root, a secret stands."""
        places = (self.stage.directory, self.stage.settings.storage_root)
        files = (one for place in places for one in place.rglob("*") if one.is_file())
        return [str(one) for one in files if b"s3cret" in one.read_bytes()]


@pytest.fixture
def visitor(stage: Stage, site_player: SitePlayer, tmp_path: Path) -> Visitor:
    """With a member's cookie for a host and all below."""
    visitor = Visitor(stage, site_player, tmp_path / "accounts")
    visitor.put(members.jar())
    return visitor


@BOTH
async def test_another_host_gets_nothing(tool: str, visitor: Visitor) -> None:
    """Over a redirect: neither the operator's cookie nor the site's own."""
    to = f"https://{members.ELSEWHERE}/file/clip.mp4"
    await visitor.fetch(tool, members.url("to", to=to))
    assert "session" in visitor.shown(members.HOST)
    assert visitor.player.seen_at(members.ELSEWHERE)
    assert visitor.shown(members.ELSEWHERE) == set()


@BOTH
async def test_a_host_below_gets_what_is_for_it(tool: str, visitor: Visitor) -> None:
    """The operator's cookie was for all below; the site's own was for its host."""
    to = f"https://{members.BELOW}/file/clip.mp4"
    await visitor.fetch(tool, members.url("to", to=to))
    assert visitor.shown(members.BELOW) == {"session"}


@BOTH
async def test_a_host_only_cookie_stays_there(tool: str, visitor: Visitor) -> None:
    """Without the dot it is not for hosts below."""
    visitor.put(members.jar(domain=members.HOST))
    to = f"https://{members.BELOW}/file/clip.mp4"
    await visitor.fetch(tool, members.url("to", to=to))
    assert "session" in visitor.shown(members.HOST)
    assert visitor.shown(members.BELOW) == set()


@BOTH
async def test_nothing_goes_in_the_clear(tool: str, visitor: Visitor) -> None:
    """A redirect off TLS, on the very host, takes no secure cookie along."""
    to = f"http://{members.HOST}/plain/clip.mp4"
    await visitor.fetch(tool, members.url("to", to=to))
    assert "session" in visitor.shown(members.HOST, "/to/")
    assert any(one.path == "/plain/clip.mp4" for one in visitor.player.seen)
    assert visitor.shown(members.HOST, "/plain/") == set()


@BOTH
async def test_the_way_back_is_open(tool: str, visitor: Visitor) -> None:
    """A site may send us around and home; it still knows its member there."""
    around = f"https://{members.ELSEWHERE}/to/clip.mp4?to={members.url('file')}"
    await visitor.fetch(tool, members.url("to", to=around))
    assert visitor.player.seen_at(members.ELSEWHERE)
    assert visitor.shown(members.ELSEWHERE) == set()
    assert visitor.shown(members.HOST, "/file/") == {"session", "own"}


async def test_segments_of_a_stream(visitor: Visitor) -> None:
    """A manifest for members may name segments anywhere."""
    await visitor.fetch("yt-dlp", members.STREAM)
    assert visitor.shown(members.HOST, "/segment/") == {"session"}
    assert visitor.shown(members.BELOW) == {"session"}
    assert visitor.player.seen_at(members.ELSEWHERE)
    assert visitor.shown(members.ELSEWHERE) == set()


@BOTH
async def test_a_link_elsewhere_gets_none_at_all(tool: str, visitor: Visitor) -> None:
    """The job isn't even given them: it is another site's link."""
    to = members.url("file")
    url = f"https://faults.playedback.org/redirect/a.mp4?to={to}"
    await visitor.fetch(tool, url)
    assert visitor.player.seen_at(members.HOST)
    assert visitor.shown(members.HOST) == set()


@BOTH
async def test_what_the_site_renews_is_used_next(tool: str, visitor: Visitor) -> None:
    """By either tool; only what is for the operator's hosts, and in no other file."""
    path = visitor.put(members.jar())
    await visitor.fetch(tool, members.url("club"), "first")
    copy = visitor.stage.settings.storage_root / "cookies" / path.name
    assert visitor.leaked() == [str(copy)]
    text = copy.read_text()
    assert members.RENEWED in text
    assert members.TOKEN not in text
    assert "stranger" not in text
    assert "robber" not in text
    assert path.read_text() == members.jar()
    visitor.player.reset()
    other = {"yt-dlp": "gallery-dl", "gallery-dl": "yt-dlp"}[tool]
    await visitor.fetch(other, members.url("club"), "second")
    first = visitor.player.seen_at(members.HOST)[0]
    assert first.headers["Cookie"] == f"session={members.RENEWED}"


@BOTH
async def test_a_fetch_that_failed_renews_nothing(tool: str, visitor: Visitor) -> None:
    """Whoever is shown the door gets cookies of a visitor's."""
    visitor.put(members.jar(value="s3cret-expired"))
    with pytest.raises(LoginRequiredError) as caught:
        await visitor.fetch(tool, members.url("club"))
    assert caught.value.data["cookies"] == "used"
    assert visitor.leaked() == []


async def test_no_cookie_is_logged(visitor: Visitor) -> None:
    """Not by what works, and not by what fails."""
    with capture_logs() as logs:
        await visitor.fetch("gallery-dl", members.url("club"), "first")
        visitor.put(members.jar(value="s3cret-expired"))
        for tool in ("gallery-dl", "yt-dlp"):
            with pytest.raises(BossBotError) as caught:
                await visitor.fetch(tool, members.url("club"), "second")
            assert "s3cret" not in str(caught.value)
    assert logs
    assert "s3cret" not in str(logs)


async def test_the_operator_is_told_which_file(stage: Stage) -> None:
    """The stage says it once, whichever tools had tried."""
    with capture_logs() as logs, pytest.raises(LoginRequiredError):
        await stage.fetch(members.url("club"))
    told = [one for one in logs if one["event"] == "operators can help"]
    assert len(told) == 1
    assert (
        "put a Netscape cookie file at $BOSS_BOT_COOKIES_DIR/playedback.org"
        in told[0]["fix"]
    )


async def test_a_server_that_refuses_a_file_asks_for_no_account(stage: Stage) -> None:
    """A hotlink that is not allowed is no business of an operator's."""
    with capture_logs() as logs, pytest.raises(PermissionDeniedError) as caught:
        await stage.fetch("https://faults.playedback.org/status/403/a.jpg")
    assert "cookie_file" not in caught.value.data
    assert "operators can help" not in [one["event"] for one in logs]


@BOTH
async def test_the_tools_call_themselves_as_set(tool: str, visitor: Visitor) -> None:
    """Every request of either one, where the extractor has no name of its own."""
    name = "Harbour/1.0 (boats)"
    settings = visitor.stage.settings.model_copy(update={"user_agent": name})
    visitor.stage = replace(visitor.stage, settings=settings)
    await visitor.fetch(tool, members.url("file"))
    agents = {one.headers["User-Agent"] for one in visitor.player.seen}
    assert agents == {name}
