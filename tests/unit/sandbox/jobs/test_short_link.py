"""Pages that send browsers on, in place of a redirect."""

from __future__ import annotations

import pytest

from bossbot.sandbox.jobs.short_link import refresh_target

pytestmark = pytest.mark.unit

PAGE = "<html><head>{}</head></html>"


@pytest.mark.parametrize(
    "tag",
    [
        '<meta http-equiv="refresh" content="0;URL=https://a.example/?a=1&amp;b=2">',
        "<META content='0; url=https://a.example/?a=1&amp;b=2' HTTP-EQUIV=refresh />",
        '<meta><meta\nhttp-equiv="refresh" content="url=https://a.example/?a=1&b=2">',
    ],
)
def test_where_a_page_leads(tag: str) -> None:
    """However the tag is written."""
    assert refresh_target(PAGE.format(tag)) == "https://a.example/?a=1&b=2"


@pytest.mark.parametrize(
    "tag",
    [
        '<meta property="og:url" content="url=https://a.example/">',
        '<meta http-equiv="refresh" content="30">',
        '<meta http-equiv="refresh"><a href="?url=https://a.example/">',
        "",
    ],
)
def test_pages_that_lead_nowhere(tag: str) -> None:
    """What another tag says is no forwarding."""
    assert refresh_target(PAGE.format(tag)) is None


@pytest.mark.parametrize(
    "part",
    ["<meta ", '<meta http-equiv="refresh" ', 'http-equiv="refresh" ', "url=", "<"],
)
def test_a_page_made_to_be_looked_at_for_hours(part: str) -> None:
    """The work grows with the page, not with its third power."""
    page = "<meta " + part * (64 * 1024 // len(part))
    assert refresh_target(page) is None
