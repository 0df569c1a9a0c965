"""Every way a site can disappoint, as the real libraries report it."""

from __future__ import annotations

import pytest

from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    GeoBlockedError,
    InvalidFileError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnsupportedUrlError,
)
from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site, html, refusal

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("tool", ["ytdlp", "gallery_dl"])


@BOTH
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, LoginRequiredError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (410, NotFoundError),
        (429, RateLimitedError),
        (451, GeoBlockedError),
        (500, NetworkError),
        (503, NetworkError),
    ],
)
async def test_a_refused_status(
    tool: str, status: int, kind: type[BossBotError], fetch: Fetch, site: Site
) -> None:
    """Each status has its error, whichever library meets it."""
    site.pages["/x.mp4"] = refusal(status)
    with pytest.raises(kind):
        await fetch(tool, f"{site.url}/x.mp4")


@BOTH
@pytest.mark.parametrize("status", [429, 503])
async def test_the_sites_wish_to_wait_is_passed_on(
    tool: str, status: int, fetch: Fetch, site: Site
) -> None:
    """`Retry-After` reaches us, though neither library honours or reports it."""
    site.pages["/x.mp4"] = refusal(status, Retry_After="37")
    with pytest.raises(RateLimitedError) as caught:
        await fetch(tool, f"{site.url}/x.mp4")
    assert caught.value.retry_after == 37
    assert caught.value.data["platform"] == "other"


@BOTH
async def test_a_site_that_is_not_there(tool: str, fetch: Fetch) -> None:
    """A refused connection is a network error: it may pass."""
    with pytest.raises(NetworkError):
        await fetch(tool, "http://127.0.0.1:9/x.mp4")


@BOTH
async def test_a_file_larger_than_may_be_fetched(
    tool: str, fetch: Fetch, site: Site
) -> None:
    """A size that is told beforehand ends the fetch before the bytes come."""
    with pytest.raises(FileTooLargeError) as caught:
        await fetch(tool, f"{site.url}/clip.mp4", max_bytes=10_000)
    assert caught.value.data["max_mb"] == pytest.approx(0.0, abs=0.1)
    assert caught.value.data["size_mb"] > 0


@BOTH
async def test_html_in_place_of_a_video(tool: str, fetch: Fetch, site: Site) -> None:
    """A page that pretends to be a file is no file, and says so."""
    site.pages["/x.mp4"] = html()
    with pytest.raises((InvalidFileError, UnsupportedUrlError)):
        await fetch(tool, f"{site.url}/x.mp4")


@BOTH
async def test_an_index_page(tool: str, fetch: Fetch, site: Site) -> None:
    """A page without media is not supported, by name of its host."""
    site.pages["/"] = html()
    with pytest.raises(UnsupportedUrlError) as caught:
        await fetch(tool, f"{site.url}/")
    assert caught.value.data["host"] == "127.0.0.1"


async def test_an_empty_file(fetch: Fetch, site: Site) -> None:
    """Nothing at all is an invalid file."""
    (site.media / "none.mp4").touch()
    with pytest.raises(InvalidFileError):
        await fetch("gallery_dl", f"{site.url}/none.mp4")


@pytest.mark.parametrize(
    "url",
    [
        "ytdl:http://127.0.0.1/a",
        "recursive:file:///etc/passwd",
        "oauth:reddit",
        "generic:http://127.0.0.1/",
        "noop",
        "file:///etc/passwd",
    ],
)
async def test_extractors_that_are_not_for_sites(url: str, fetch: Fetch) -> None:
    """gallery-dl's special extractors are never reached, even past our parser."""
    with pytest.raises(UnsupportedUrlError):
        await fetch("gallery_dl", url)
