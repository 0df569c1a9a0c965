"""What who manages a server may set, in whatever words they use."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.access.known import Known
from bossbot.access.servers import (
    NAMES,
    ROLE_NAMES,
    change_of,
    reset_of,
    role_settings,
    settings_of,
)
from bossbot.access.stored import as_field, fields_of, server_settings
from bossbot.access.values import BadValue, UnknownSetting
from bossbot.models import Permission, Priority, RoleSettings, ServerSettings

pytestmark = pytest.mark.unit

KNOWN = Known(
    channels={"50": "media", "51": "memes", "52": "twins", "53": "Twins"},
    roles={"1": "@everyone", "20": "Friends", "21": "2024"},
    platforms=("twitter", "reddit", "youtube", "other"),
    most_mb=100,
)


def test_each_setting_of_the_model_can_be_set_and_no_other() -> None:
    """Those of the server by their fields, those of roles by theirs."""
    fields = {one.field for one in settings_of(KNOWN)}
    assert fields | {"roles"} == set(ServerSettings.model_fields)
    of_roles = {one.name for one in role_settings("20", KNOWN)}
    assert of_roles == set(ROLE_NAMES)
    mine = {*Permission, *RoleSettings.model_fields} - {"permissions"}
    assert of_roles == {str(name) for name in mine}
    assert {one.name for one in settings_of(KNOWN)} | {"role"} == set(NAMES)


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("channels <#50>", "channels", ["50"]),
        ("channels <#50> #memes, 50", "channels", ["50", "51"]),
        ("Channels all", "channels", []),
        ("channels default", "channels", None),
        ("allow_platforms reddit Twitter", "allowed_platforms", ["reddit", "twitter"]),
        (
            "allow_platforms x,YT,other",
            "allowed_platforms",
            ["twitter", "youtube", "other"],
        ),
        ("allow-platforms all", "allowed_platforms", []),
        ("deny_platforms reddit,reddit", "denied_platforms", ["reddit"]),
        ("deny_platforms none", "denied_platforms", []),
        ("role <@&20> download false", "role:20:download", False),
        ("ROLE 20 manage_queue give", "role:20:manage_queue", True),
        ("role @Friends max_mb 25 MB", "role:20:max_mb", 25),
        ("role friends max_mb 25mb", "role:20:max_mb", 25),
        ("role @everyone priority low", "role:1:priority", "low"),
        ("role everyone view_stats default", "role:1:view_stats", None),
        ("role 2024 priority HIGH", "role:21:priority", "high"),
    ],
)
def test_managers_words(words: str, field: str, value: object) -> None:
    """Mentions, ids and names; any case; `default` goes back."""
    change = change_of(words.split(), KNOWN)
    assert (change.field, change.value) == (field, value)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("channels", "channels of this server"),
        ("channels <#99>", "channels of this server"),
        ("channels <#50> nowhere", "channels of this server"),
        ("channels twins", "channels of this server"),
        ("allow_platforms myspace", "youtube"),
        ("allow_platforms none", "all"),
        ("deny_platforms all", "none"),
        ("role", "a role of this server, mentioned"),
        ("role @Strangers download true", "a role of this server, mentioned"),
        ("role <@&99> download true", "a role of this server, mentioned"),
        ("role @Friends download", "off"),
        ("role @Friends max_mb 101", "a number from 1 to 100"),
        ("role @Friends max_mb 0", "a number from 1 to 100"),
        ("role @Friends priority urgent", "high"),
    ],
)
def test_a_bad_value_says_what_is_allowed(words: str, allowed: str) -> None:
    """With an example that is for the server's settings."""
    with pytest.raises(BadValue) as bad:
        change_of(words.split(), KNOWN)
    assert allowed in bad.value.allowed
    assert bad.value.example.startswith("guild ")


@pytest.mark.parametrize(
    ("words", "known"),
    [("", "channels"), ("colour red", "role"), ("role 20 colour red", "max_mb")],
)
def test_an_unknown_name_says_which_there_are(words: str, known: str) -> None:
    """Of the server, or of a role."""
    with pytest.raises(UnknownSetting) as unknown:
        change_of(words.split(), KNOWN)
    assert known in unknown.value.known


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("channels", "channels"),
        ("allow_platforms", "allowed_platforms"),
        ("role @Friends", "role:20"),
        ("role <@&20> max_mb", "role:20:max_mb"),
        ("role <@&777>", "role:777"),
        ("role 777 download", "role:777:download"),
        ("role 2024", "role:21"),
    ],
)
def test_what_is_reset(words: str, field: str) -> None:
    """One, or all of a role's; also of one that is gone."""
    assert reset_of(words.split(), KNOWN) == field


@pytest.mark.parametrize("words", ["", "colour", "role @Nobody", "role 20 colour"])
def test_what_cannot_be_reset(words: str) -> None:
    """Nothing of that name is there."""
    with pytest.raises((BadValue, UnknownSetting)):
        reset_of(words.split(), KNOWN)


def test_a_reset_takes_what_is_below_and_nothing_beside() -> None:
    """Role 20 isn't role 2."""
    fields = ("role:20:download", "role:20:max_mb", "role:2:download", "channels")
    assert fields_of("role:20", fields) == fields[:2]
    assert fields_of("role:2", fields) == (fields[2],)
    assert fields_of("channels", fields) == ("channels",)


@pytest.mark.parametrize("of_role", [False, True])
def test_every_choice_offered_and_every_example_works(of_role: bool) -> None:
    """Whatever Discord completes is taken."""
    settings = role_settings("20", KNOWN) if of_role else settings_of(KNOWN)
    before = ["role", "20"] if of_role else []
    known = Known(
        channels=KNOWN.channels,
        roles=KNOWN.roles,
        platforms=(*KNOWN.platforms, "tiktok"),
        most_mb=100,
    )
    for setting in settings:
        for word in (*setting.choices, setting.example):
            change_of([*before, setting.name, *word.split()], known)


def test_what_was_set_is_read_back() -> None:
    """By way of the hash it is kept in."""
    fields = {}
    for words in (
        "channels #media",
        "deny_platforms reddit",
        "role 20 download false",
        "role 20 max_mb 30",
        "role 1 priority low",
    ):
        change = change_of(words.split(), KNOWN)
        fields[change.field] = as_field(change.value)
    assert server_settings(fields) == ServerSettings(
        channels=("50",),
        denied_platforms=("reddit",),
        roles={
            "20": RoleSettings(permissions={Permission.DOWNLOAD: False}, max_mb=30),
            "1": RoleSettings(priority=Priority.LOW),
        },
    )


WORDS = st.sampled_from([*NAMES, *ROLE_NAMES, "@Friends", "20", "<#50>", "all", "true"])


@given(st.lists(WORDS | st.text(min_size=1, max_size=12), max_size=6))
def test_whatever_is_written_is_taken_or_refused(words: list[str]) -> None:
    """By the two errors alone; what is taken can be kept."""
    try:
        change = change_of(words, KNOWN)
    except (BadValue, UnknownSetting):
        return
    assert json.loads(as_field(change.value)) == change.value


NAMED = st.sampled_from(
    [
        "channels",
        "roles",
        "role:20:max_mb",
        "role:20:download",
        "role:20",
        "role::",
        "x",
    ]
)


@given(
    st.dictionaries(
        NAMED,
        st.text(max_size=9)
        | st.builds(
            json.dumps,
            st.none()
            | st.booleans()
            | st.integers()
            | st.lists(st.integers() | st.text(max_size=3)),
        ),
    )
)
def test_whatever_is_stored_is_read(fields: dict[str, str]) -> None:
    """What isn't valid is the default; never an error."""
    assert isinstance(server_settings(fields), ServerSettings)
