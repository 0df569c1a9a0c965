"""Which links make canaries."""

from __future__ import annotations

import pytest

from bossbot.bootstrap.canaries import canary_requests
from bossbot.models import Format
from bossbot.queue.canaries import LARGEST
from bossbot.settings import Settings, SettingsError

pytestmark = pytest.mark.unit


def settings(text: str) -> Settings:
    return Settings.load(canary_urls=text, _env_file=None)


def test_links_by_site() -> None:
    """Each is asked for as little as possible."""
    found = canary_requests(
        settings("https://youtu.be/abcdefghijk, https://cdn.playedback.org/a%2Cb.mp4")
    )
    assert set(found) == {"youtube", "cdn.playedback.org"}
    assert found["cdn.playedback.org"].url == "https://cdn.playedback.org/a%2Cb.mp4"
    for request in found.values():
        assert (request.max_files, request.max_retries) == (1, 0)
        assert (request.format, request.limits.source) == (Format.SMALLEST, LARGEST)


def test_there_are_none_by_default() -> None:
    """Off until an operator names links."""
    assert canary_requests(settings("")) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("youtube=https://youtu.be/abcdefghijk", "link 1"),
        ("https://x.com/a/status/1 http://10.0.0.1/a.mp4", "link 2"),
        ("https://x.com/a/status/1 https://twitter.com/a/status/2", "second"),
        ("https://x.com/", "link 1"),
    ],
)
def test_what_nobody_could_look_at_is_refused(text: str, reason: str) -> None:
    """By number, for a link may hold a secret; two links of a site say nothing more."""
    with pytest.raises(SettingsError, match=reason) as caught:
        canary_requests(settings(text))
    assert "://" not in str(caught.value)
