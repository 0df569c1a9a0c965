"""Who may use which command of a server: Discord's word, changed by the server's."""

from __future__ import annotations

from typing import Protocol

from bossbot.models import Level, Permission, ServerSettings


class Member(Protocol):
    """A member in a channel; `bossbot.bot.caller.Caller` is one."""

    @property
    def guild(self) -> str | None:
        """The server, whose id is that of everybody's role, too."""
        ...

    @property
    def roles(self) -> tuple[str, ...]:
        """The ids of the member's roles, everybody's included."""
        ...

    @property
    def can_send(self) -> bool:
        """Discord's Send Messages."""
        ...

    @property
    def manages_messages(self) -> bool:
        """Discord's Manage Messages."""
        ...

    @property
    def manages_guild(self) -> bool:
        """Discord's Manage Server."""
        ...


def may(
    permission: Permission, member: Member, server: ServerSettings, level: Level
) -> bool:
    """Whether a member has a permission in this channel.

    First Discord's own: who writes here downloads and sees statistics, who manages
    messages manages the queue, who manages the server manages settings. Then what the
    server gave to everybody or took from them; then what it took from the member's
    other roles, and last what it gave to one of them: the order of Discord's own
    overwrites.

    Nobody can take the queue and the settings from who manages the server. Nothing
    that is given lets media be posted by who may not write in the channel. The level
    `admin` may everything.
    """
    if level is Level.ADMIN:
        return True
    if permission is Permission.DOWNLOAD and not member.can_send:
        return False
    manages = permission in (Permission.MANAGE_QUEUE, Permission.MANAGE_SETTINGS)
    if manages and member.manages_guild:
        return True
    everybody = _said(permission, server, (member.guild or "",))
    others = tuple(role for role in member.roles if role != member.guild)
    own = _said(permission, server, others)
    said = everybody if own is None else own
    return _discords(permission, member) if said is None else said


def _said(
    permission: Permission, server: ServerSettings, roles: tuple[str, ...]
) -> bool | None:
    """What the server's settings say of these roles; given beats taken."""
    settings = [server.roles[role] for role in roles if role in server.roles]
    words = {role.permissions.get(permission) for role in settings} - {None}
    return True in words if words else None


def _discords(permission: Permission, member: Member) -> bool:
    match permission:
        case Permission.DOWNLOAD | Permission.VIEW_STATS:
            return member.can_send
        case Permission.MANAGE_QUEUE:
            return member.manages_messages or member.manages_guild
        case Permission.MANAGE_SETTINGS:
            return member.manages_guild
