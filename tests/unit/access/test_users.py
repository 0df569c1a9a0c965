"""What users may set, in whatever words they use."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.access.stored import as_field, user_settings
from bossbot.access.users import SETTINGS, change_of, field_of
from bossbot.access.values import BadValue, Setting, UnknownSetting
from bossbot.models import UserSettings

pytestmark = pytest.mark.unit


def test_each_setting_of_the_model_can_be_set_and_no_other() -> None:
    """By the model's own names."""
    assert {one.field for one in SETTINGS} == set(UserSettings.model_fields)
    assert all(one.name == one.field for one in SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_every_choice_offered_and_every_example_works(setting: Setting) -> None:
    """Whatever Discord completes is taken, and is kept as what was meant."""
    for word in (*setting.choices, setting.example):
        change = change_of(setting.name, word)
        if word == "default":
            assert change.value is None
            continue
        kept = user_settings({change.field: as_field(change.value)})
        assert as_field(getattr(kept, setting.field)) == as_field(change.value)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("notification_level", "Minimal", "minimal"),
        ("Notification-Level", "none", "none"),
        ("notification level", "VERBOSE", "verbose"),
        ("auto_retry", "yes", True),
        ("auto_retry", "An", True),
        ("auto_retry", "off", False),
        ("auto_retry", "0", False),
        ("mention_on_complete", "nein", False),
        ("max_retries", "0", 0),
        ("max_retries", " 10 ", 10),
        ("default_format", "AUDIO", "audio"),
        ("default_priority", "high", "high"),
        ("progress_bar_style", "standard", "standard"),
        ("max_retries", "default", None),
        ("auto_retry", "Reset", None),
    ],
)
def test_members_words(name: str, written: str, value: object) -> None:
    """Any case, any of the usual words; `default` goes back."""
    assert change_of(name, written).value == value


@pytest.mark.parametrize(
    ("name", "written", "allowed"),
    [
        ("notification_level", "loud", "verbose"),
        ("auto_retry", "perhaps", "false"),
        ("max_retries", "11", "a number from 0 to 10"),
        ("max_retries", "-1", "a number from 0 to 10"),
        ("max_retries", "3.5", "a number from 0 to 10"),
        ("max_retries", "²", "a number from 0 to 10"),
        ("default_format", "", "smallest"),
    ],
)
def test_a_bad_value_says_what_is_allowed(
    name: str, written: str, allowed: str
) -> None:
    """With an example that works."""
    with pytest.raises(BadValue) as bad:
        change_of(name, written)
    assert allowed in bad.value.allowed
    assert (bad.value.setting, bad.value.value) == (name, written)
    example, _, value = bad.value.example.partition(" ")
    assert change_of(example, value).field == name


@pytest.mark.parametrize("name", ["", "colour", "reset"])
def test_an_unknown_name_says_which_there_are(name: str) -> None:
    """For a change and for a reset."""
    with pytest.raises(UnknownSetting) as unknown:
        change_of(name, "1")
    assert "max_retries" in unknown.value.known
    with pytest.raises(UnknownSetting):
        field_of(name)
    assert field_of("Auto-Retry") == "auto_retry"


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_written_is_taken_or_refused(name: str, written: str) -> None:
    """By the two errors alone."""
    with pytest.raises((BadValue, UnknownSetting)):
        change_of(f"{name}?", written)
    for setting in SETTINGS:
        try:
            change = change_of(setting.name, written)
        except BadValue:
            continue
        assert json.loads(as_field(change.value)) == change.value


@given(
    st.dictionaries(
        st.sampled_from([*UserSettings.model_fields, "other"]),
        st.text(max_size=10) | st.builds(json.dumps, st.integers() | st.booleans()),
    )
)
def test_whatever_is_stored_is_read(fields: dict[str, str]) -> None:
    """What isn't valid is the default; never an error."""
    assert isinstance(user_settings(fields), UserSettings)
