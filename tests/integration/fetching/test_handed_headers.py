"""What an extractor hands to a format goes to that format's host, and no further."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.ytdlp.session import Session
from tests.integration.fetching.conftest import Progresses
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import members

pytestmark = pytest.mark.integration

AWAY = f"https://{members.ELSEWHERE}/file/clip.mp4"


@pytest.mark.parametrize(
    "handed",
    [
        {"cookies": f"handed=s3cret; Domain=.{members.HOST}; Path=/; Secure"},
        {"http_headers": {"Cookie": "handed=s3cret"}},
        {"http_headers": {"Authorization": "Bearer s3cret"}},
        {"http_headers": {"x-csrf-token": "s3cret"}},
    ],
    ids=["cookies", "cookie header", "authorization", "token"],
)
async def test_a_redirect_leaves_it_behind(
    handed: dict[str, Any],
    site_player: SitePlayer,
    directory: Path,
    progresses: Progresses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The format's own host gets it, the host it redirects to doesn't."""
    monkeypatch.setenv("SSL_CERT_FILE", str(site_player.ca_file))
    params = {
        "url": members.ROOT,
        "platform": "other",
        "proxy": site_player.proxy_url,
        "format": "best",
        "fit_bytes": 10**8,
        "max_bytes": 10**8,
        "max_files": 1,
        "ca_file": str(site_player.ca_file),
    }
    job = FetchParams.of(params)
    one = {"url": members.url("to", to=AWAY), "format_id": "0", "ext": "mp4", **handed}
    found = {"id": "a", "title": "A", "extractor": "x", "extractor_key": "X"}
    with Session(job, directory, progresses) as session:  # type: ignore[arg-type]
        session.process_ie_result({**found, "formats": [one]})
    (first,) = site_player.seen_at(members.HOST)
    assert "s3cret" in str(first.headers)
    (second,) = site_player.seen_at(members.ELSEWHERE)
    assert "s3cret" not in str(second.headers)
