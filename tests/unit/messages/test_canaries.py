"""What operators read of canaries."""

from __future__ import annotations

import pytest

from bossbot.messages.canaries import alert, canary_said, canary_step
from bossbot.models import Canary, ErrorRecord

pytestmark = pytest.mark.unit


def a_canary(works: bool | None, code: str = "", **data: object) -> Canary:
    error = ErrorRecord(code=code, permanent=True, data=data) if code else None
    return Canary(
        site="youtube", link="x", works=works, since=1000, at=8000, error=error
    )


def test_a_line_for_each_state() -> None:
    """How it does, since when, and when somebody looked."""
    assert canary_said(a_canary(True), 8060) == (
        "working for 1h 57m, looked at 1m 0s ago"
    )
    assert canary_said(a_canary(False, "login_required"), 8060) == (
        "failing for 1h 57m: Login required; looked at 1m 0s ago"
    )
    assert canary_said(a_canary(None), 8060) == "not sure yet, looked at 1m 0s ago"


def test_the_alert_says_what_and_what_to_do() -> None:
    """Discord shows the time; the link isn't shown."""
    text = alert(a_canary(False, "unknown"))
    assert text.startswith("⚠️ YouTube stopped working <t:1000:R>. Unknown error:")
    assert "Update yt-dlp" in text
    assert alert(a_canary(True)) == "✅ YouTube works again (<t:1000:R>)."


@pytest.mark.parametrize(
    ("canary", "word"),
    [
        (a_canary(False, "not_found"), "another link"),
        (a_canary(False, "unsupported_url"), "Update"),
        (a_canary(False, "login_required"), "cookies"),
        (
            a_canary(
                *(False, "login_required"), cookies="none", cookie_file="youtube.txt"
            ),
            "youtube.txt",
        ),
        (a_canary(False, "permission_denied", reason="javascript"), "Install what"),
    ],
)
def test_what_an_operator_does_about_it(canary: Canary, word: str) -> None:
    """By the kind of error; the cookie file is named where it is one."""
    assert word in canary_step(canary)
