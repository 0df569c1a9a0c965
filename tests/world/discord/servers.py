"""Driving guilds, members and roles."""

from __future__ import annotations

from tests.world.discord.channels import Channels
from tests.world.discord.permissions import bits
from tests.world.discord.state import Guild, Role, User


class Servers(Channels):
    """A part of `DiscordServer`. Whatever changes, the gateway tells the bot.

    Permissions are names as discord.py has them, separated by spaces.
    """

    member: User
    owner: User

    def add_user(self, name: str, guild: Guild | None = None) -> User:
        """A member without roles, of a guild or of the first one."""
        return self._do(lambda: self._user(name, guild or self.guild))

    def moderator(self, name: str = "moderator", guild: Guild | None = None) -> User:
        """A member who manages messages."""
        return self._with(name, guild, "manage_messages")

    def manager(self, name: str = "manager", guild: Guild | None = None) -> User:
        """A member who manages the server."""
        return self._with(name, guild, "manage_guild")

    def add_guild(self, name: str, *, premium_tier: int = 0) -> Guild:
        """A server more, with the same owner and the bot in it; it has no channel."""

        def add() -> Guild:
            guild = self._guild(name, premium_tier)
            self.gateway.join(guild)
            return guild

        return self._do(add)

    def join(self, guild: Guild) -> None:
        """The bot is invited again."""

        def join() -> None:
            guild.joined = True
            guild.members[self.world.bot.id] = {guild.bot_role.id}
            self.gateway.join(guild)

        self._do(join)

    def remove(self, guild: Guild) -> None:
        """The bot is thrown out."""

        def remove() -> None:
            guild.joined = False
            guild.members.pop(self.world.bot.id, None)
            self.gateway.leave(guild)

        self._do(remove)

    def boost(self, guild: Guild, premium_tier: int) -> None:
        def boost() -> None:
            guild.premium_tier = premium_tier
            self.world.emit("GUILD_UPDATE", guild.to_json([self.world.bot]), False)

        self._do(boost)

    def enter(self, user: User, guild: Guild) -> None:
        """A user becomes a member of a further guild."""

        def enter() -> None:
            guild.members.setdefault(user.id, set())
            self.world.tell_member("ADD", guild, user)

        self._do(enter)

    def add_role(self, guild: Guild, name: str, permissions: str | int = "") -> Role:
        def add() -> Role:
            role = Role(name, bits(permissions))
            guild.roles.append(role)
            self.world.tell_role("CREATE", guild, role)
            return role

        return self._do(add)

    def set_role(self, guild: Guild, role: Role, permissions: str | int) -> None:
        """What a role gives from now on: `guild.everyone` and `guild.bot_role` too."""

        def change() -> None:
            role.permissions = bits(permissions)
            self.world.tell_role("UPDATE", guild, role)

        self._do(change)

    def give(self, user: User, role: Role) -> None:
        """A member gets a role, in the guild that has it."""
        self._do(lambda: self._give(user, role, take=False))

    def take(self, user: User, role: Role) -> None:
        self._do(lambda: self._give(user, role, take=True))

    def _with(self, name: str, guild: Guild | None, permissions: str) -> User:
        guild = guild or self.guild
        user = self.add_user(name, guild)
        self.give(user, self.add_role(guild, f"role of {name}", permissions))
        return user

    def _guild(self, name: str, premium_tier: int = 0) -> Guild:
        guild = Guild(name, self.owner.id, premium_tier)
        guild.members = {self.owner.id: set(), self.world.bot.id: {guild.bot_role.id}}
        self.world.guilds.append(guild)
        return guild

    def _user(self, name: str, guild: Guild | None) -> User:
        user = User(name, f"token-of-{name}")
        self.world.users[user.token] = user
        if guild is not None:
            guild.members[user.id] = set()
            self.world.tell_member("ADD", guild, user)
        return user

    def _give(self, user: User, role: Role, *, take: bool) -> None:
        guild = next(guild for guild in self.world.guilds if role in guild.roles)
        roles = guild.members.setdefault(user.id, set())
        (roles.discard if take else roles.add)(role.id)
        self.world.tell_member("UPDATE", guild, user)
