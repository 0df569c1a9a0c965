"""What is said of a variable that is wrong."""

from __future__ import annotations

import pytest

from bossbot.settings import Settings, SettingsError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (
            "BOSS_BOT_USER_AGENT",
            "Firefox",
            "should be a whole one, such as Mozilla/5.0",
        ),
        ("DISCORD_ADMIN_USER_ID", "me", "should be a user's id"),
        ("BOSS_BOT_CANARY_SECONDS", "1", "greater than or equal to 60"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wanted(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    """In words; nobody is shown a regular expression."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load(_env_file=None)
    assert str(caught.value).startswith(f"{variable}: ")
    assert said in str(caught.value)
    assert "^" not in str(caught.value)
