"""The operator's cookies reach their site and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.errors import PermissionDeniedError
from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("tool", ["ytdlp", "gallery_dl"])


def _jar(domain: str) -> str:
    """A Netscape cookie file with one cookie."""
    fields = (domain, "FALSE", "/", "FALSE", "4102444800", "session", "s3cret")
    return "# Netscape HTTP Cookie File\n" + "\t".join(fields) + "\n"


@BOTH
async def test_they_are_sent_to_their_site(
    tool: str, fetch: Fetch, site: Site, directory: Path
) -> None:
    """A file for members comes with the cookie; the cookie is nowhere on the disk."""
    site.members.add("/clip.mp4")
    result = await fetch(tool, f"{site.url}/clip.mp4", cookies=_jar("127.0.0.1"))
    assert len(result["files"]) == 1
    written = [one for one in directory.rglob("*") if b"s3cret" in one.read_bytes()]
    assert not written


@BOTH
async def test_they_are_not_sent_elsewhere(tool: str, fetch: Fetch, site: Site) -> None:
    """A cookie of another site stays at home."""
    site.members.add("/clip.mp4")
    with pytest.raises(PermissionDeniedError):
        await fetch(tool, f"{site.url}/clip.mp4", cookies=_jar("127.0.0.2"))
