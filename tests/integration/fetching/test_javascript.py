"""YouTube's player is run by Deno in the sandbox, where the extra `youtube` is."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from bossbot.adapters import ytdlp
from bossbot.adapters.javascript import deno
from bossbot.errors import PermissionDeniedError
from tests.world.fetch_stage import Stage
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import youtube
from tests.world.siteplayer.sites.youtube_files import HOST

EXTRA = deno() is not None and find_spec("yt_dlp_ejs") is not None


@pytest.mark.system
@pytest.mark.skipif(not EXTRA, reason="needs the extra `youtube`")
async def test_what_it_unlocks_is_fetched(
    stage: Stage, site_player: SitePlayer
) -> None:
    """It runs within the job's limits, and leaves nothing but the video behind."""
    outcome = await stage.fetch(youtube.SCRAMBLED, "youtube")
    assert len(stage.read(outcome)) == 1
    (file,) = (stage.directory / "source").iterdir()
    assert file.suffix == ".mp4"
    hosts = {one.host for one in site_player.seen}
    assert hosts == {"www.youtube.com", HOST}


@pytest.mark.integration
async def test_without_it_the_error_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That there are no addresses without it isn't told as "no media"."""
    monkeypatch.setattr(ytdlp, "deno", lambda: None)
    with pytest.raises(PermissionDeniedError) as caught:
        await stage.fetch(youtube.SCRAMBLED, "youtube")
    assert caught.value.data["reason"] == "javascript"


@pytest.mark.integration
@pytest.mark.parametrize(
    ("url", "started"), [(youtube.PLAIN, False), (youtube.SCRAMBLED, True)]
)
async def test_it_is_started_only_where_nothing_else_helps(
    url: str,
    started: bool,
    stage: Stage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An interface that needs none of it is asked first, and mostly that is all."""
    program = tmp_path / "deno"
    program.write_text("#!/bin/sh\n: > started\necho deno 2.9.8\n")
    program.chmod(0o755)
    monkeypatch.setattr(ytdlp, "deno", lambda: program)
    with suppress(PermissionDeniedError):
        await stage.fetch(url, "youtube")
    assert (stage.directory / "source" / "started").exists() == started


@pytest.mark.unit
def test_it_is_looked_for_beside_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of the extra comes before one on PATH; or there is none."""
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path / "scripts"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert deno() is None
    for place in ("bin", "scripts"):
        program = tmp_path / place / "deno"
        program.parent.mkdir()
        program.touch(mode=0o755)
        assert deno() == program
