"""Every request leaves by the guard, and the guard by the site's own proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bossbot.adapters.sandbox import JobSpec
from bossbot.errors import BossBotError, NetworkError
from tests.integration.fetching.site import Site
from tests.world.doorkeeper import Doorkeeper
from tests.world.fetch_stage import Stage
from tests.world.played import Case, all_cases
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files, members, reddit

pytestmark = pytest.mark.integration

MB: Final = 1024 * 1024


def _several() -> list[Case]:
    """Of each platform the first case that each tool ends with, and one that fails."""
    found: dict[tuple[str, str | None], Case] = {}
    for case in all_cases():
        found.setdefault((case.platform, case.tool), case)
    return list(found.values())


@pytest.fixture
async def door(site_player: SitePlayer) -> AsyncIterator[Doorkeeper]:
    """Before the sites, with a password that no job is told."""
    async with Doorkeeper(behind=site_player.proxy_url) as door:
        yield door


def through(stage: Stage, **settings: Any) -> Stage:
    """The stage with other settings."""
    secret = {name: SecretStr(value) for name, value in settings.items()}
    return replace(stage, settings=stage.settings.model_copy(update=secret))


@pytest.mark.parametrize("case", _several(), ids=lambda case: case.key)
async def test_nothing_goes_around_the_guard(
    case: Case, stage: Stage, door: Doorkeeper, site_player: SitePlayer
) -> None:
    """All that the sites saw came with the password that the guard alone knows."""
    with suppress(BossBotError):
        await through(stage, proxy=door.url).fetch(case.url, case.platform, **case.how)
    assert site_player.seen or case.tool is None
    assert door.refused == 0
    tunnels = [target for target in door.targets if "://" not in target]
    assert sorted(site_player.targets) == sorted(tunnels)
    assert {one.host for one in site_player.seen} <= {
        target.partition("://")[2].partition("/")[0] or target.partition(":")[0]
        for target in door.targets
    }


@pytest.mark.parametrize("kind", ["ytdlp", "gallery_dl", "short_link"])
@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:1"])
async def test_a_job_without_its_guard_reaches_nobody(
    kind: Any, proxy: str, stage: Stage, site: Site
) -> None:
    """The fence stops what a library would do by itself, also to this very machine."""
    spec = JobSpec(
        kind=kind,
        params={
            "url": f"{site.url}/clip.mp4",
            "platform": "other",
            "proxy": proxy,
            "format": "best",
            "fit_bytes": MB,
            "max_bytes": MB,
            "max_files": 1,
        },
        directory=str(stage.directory),
        memory=300 * MB,
        file_size=MB,
    )
    with pytest.raises(BossBotError):
        await stage.sandbox.run(spec)
    assert site.ranges == {}


async def test_a_site_has_a_proxy_of_its_own(
    stage: Stage, door: Doorkeeper, site_player: SitePlayer
) -> None:
    """By platform, by domain, or for all others; the rest goes as ever."""
    ways = f"reddit={door.url},playedback.org={door.url}"
    stage = through(stage, proxies=ways)
    await stage.fetch(reddit.GALLERY, "reddit")
    assert door.targets
    assert sorted(door.targets) == sorted(site_player.targets)
    door.targets.clear()
    await stage.fetch(files.url("photo.jpg"))
    assert door.targets == [f"{files.HOST}:443"]
    door.targets.clear()
    with suppress(BossBotError):
        await stage.fetch(f"https://{members.ELSEWHERE}/file/photo.jpg")
    assert door.targets == []
    assert site_player.seen_at(members.ELSEWHERE)


async def test_direct_is_without_a_proxy(
    stage: Stage, site: Site, tmp_path: Path, door: Doorkeeper
) -> None:
    """What PROXY is for all, a single site may do without."""
    port = site.url.rpartition(":")[2]
    allowed = stage.settings.model_copy(update={"egress_allow": (f"127.0.0.1:{port}",)})
    stage = replace(stage, settings=allowed)
    with suppress(BossBotError):
        await through(stage, proxy=door.url).fetch(f"{site.url}/photo.jpg")
    assert (len(door.targets) > 0, site.ranges) == (True, {})
    door.targets.clear()
    direct = through(stage, proxy=door.url, proxies="other=direct")
    outcome = await direct.fetch(f"{site.url}/photo.jpg")
    assert outcome.files
    assert door.targets == []


@pytest.mark.parametrize("answers", [True, False])
async def test_a_proxy_that_fails_is_told_by_its_variable(
    answers: bool, stage: Stage, door: Doorkeeper
) -> None:
    """For the operator alone can do something; the password is not in it."""
    password = "wrong-s3cret"
    port = door.url.rpartition(":")[2] if answers else "1"
    ways = f"other=http://guard:{password}@127.0.0.1:{port}"
    with capture_logs() as logs, pytest.raises(NetworkError):
        await through(stage, proxies=ways).fetch(files.url("photo.jpg"))
    told = [one for one in logs if one["event"] == "upstream proxy"]
    problem = "wants another password" if answers else "does not answer"
    assert {(one["variable"], one["problem"]) for one in told} == {
        ("PROXIES (other)", problem)
    }
    assert password not in str(logs)
