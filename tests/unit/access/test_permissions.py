"""Who may use which command of a server."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.access.permissions import may
from bossbot.models import Level, Permission, RoleSettings, ServerSettings

pytestmark = pytest.mark.unit

DOWNLOAD, QUEUE, SETTINGS, STATS = Permission
EVERYBODY, FRIENDS, LOUD = "1", "20", "21"


@dataclass(frozen=True)
class Member:
    guild: str | None = EVERYBODY
    roles: tuple[str, ...] = (EVERYBODY, FRIENDS, LOUD)
    can_send: bool = True
    manages_messages: bool = False
    manages_guild: bool = False


def allowed(
    permission: Permission,
    member: Member | None = None,
    level: Level = Level.NORMAL,
    **said: bool,
) -> bool:
    """Ask with what the server says of roles, `r20=True` gives to role 20."""
    roles = {
        role.removeprefix("r"): RoleSettings(permissions={permission: given})
        for role, given in said.items()
    }
    return may(permission, member or Member(), ServerSettings(roles=roles), level)


@pytest.mark.parametrize(
    ("member", "permissions"),
    [
        (Member(), {DOWNLOAD, STATS}),
        (Member(can_send=False), set()),
        (Member(manages_messages=True), {DOWNLOAD, STATS, QUEUE}),
        (Member(manages_guild=True), {DOWNLOAD, STATS, QUEUE, SETTINGS}),
    ],
)
def test_without_settings_it_is_discords_word(
    member: Member, permissions: set[Permission]
) -> None:
    """Members, moderators and who manages the server."""
    assert {one for one in Permission if allowed(one, member)} == permissions


def test_a_server_takes_from_everybody_and_gives_to_a_role() -> None:
    """The order of Discord's overwrites."""
    assert not allowed(DOWNLOAD, r1=False)
    assert allowed(DOWNLOAD, r1=False, r20=True)
    assert not allowed(DOWNLOAD, r1=True, r20=False)
    assert allowed(DOWNLOAD, r20=False, r21=True)
    assert not allowed(DOWNLOAD, r20=False, r21=False)


def test_what_is_for_moderators_can_be_given_to_a_role() -> None:
    """Or to everybody; and be taken from moderators."""
    assert allowed(QUEUE, r20=True)
    assert allowed(SETTINGS, r20=True)
    assert allowed(QUEUE, r1=True)
    assert not allowed(QUEUE, Member(manages_messages=True), r20=False)


def test_roles_that_a_member_lacks_are_nothing_to_them() -> None:
    """Neither what they were given nor what was taken."""
    assert not allowed(QUEUE, r99=True)
    assert allowed(DOWNLOAD, r99=False)


def test_one_permission_says_nothing_of_another() -> None:
    """Who may not download still sees statistics."""
    roles = {FRIENDS: RoleSettings(permissions={DOWNLOAD: False})}
    assert may(STATS, Member(), ServerSettings(roles=roles), Level.NORMAL)


def test_nothing_given_lets_media_into_a_channel_that_discord_closes() -> None:
    """Where a member may not write; statistics post nothing of theirs."""
    mute = Member(can_send=False)
    assert not allowed(DOWNLOAD, mute, r20=True)
    assert allowed(STATS, mute, r20=True)


ROLES = st.dictionaries(
    st.sampled_from([EVERYBODY, FRIENDS, LOUD, "99"]),
    st.builds(
        RoleSettings,
        permissions=st.dictionaries(st.sampled_from(Permission), st.booleans()),
    ),
)


@given(ROLES, st.booleans(), st.booleans())
def test_who_manages_the_server_is_never_locked_out(
    roles: dict[str, RoleSettings], can_send: bool, manages_messages: bool
) -> None:
    """Whatever the settings say, they can be changed."""
    member = Member(
        can_send=can_send, manages_messages=manages_messages, manages_guild=True
    )
    server = ServerSettings(roles=roles)
    assert may(SETTINGS, member, server, Level.NORMAL)
    assert may(QUEUE, member, server, Level.PREMIUM)


@given(ROLES, st.sampled_from(Permission), st.booleans())
def test_the_level_admin_may_everything(
    roles: dict[str, RoleSettings], permission: Permission, can_send: bool
) -> None:
    """In every server."""
    server = ServerSettings(roles=roles)
    assert may(permission, Member(can_send=can_send), server, Level.ADMIN)
