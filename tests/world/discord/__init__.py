"""A Discord stand-in: REST v10, gateway v10 and CDN on loopback.

The unmodified discord.py talks to it over real HTTP and websockets. Start it with
`DiscordServer()`; read `server.api_base` and `server.gateway_url` for the settings.
From the start there are `server.guild` with `server.channel`, `server.owner` (may do
everything) and `server.member` (no roles).

Every method may be called from any thread; what waits for the bot is awaited, with a
twin for tests without an event loop (in brackets).

Messages
    say(user, channel, text, reply_to=…), edit(message, text), delete(message),
    react(user, message, emoji), unreact(…), direct(user) -> Channel,
    messages(channel), direct_messages(user), posts(channel),
    await wait_for(lambda message: …) [wait].
    A Message has content, text (with embeds), history, embeds, components, attachments,
    buttons (label, custom_id, disabled, style), selects, reactions, ephemeral, loading,
    mentioned, pings, reply_to; age it by lowering `created`.
Interactions (an AssertionError says what a client wouldn't have let the member do)
    slash(user, channel, "queue cancel", id="…") -> Interaction,
    menu(user, channel, "Download media", message), press(user, message, "Pause"),
    select(user, message, "Size", "small"), submit(interaction, field="…"),
    await autocomplete(user, channel, "queue cancel", focused="id", value="ca")
    [choices] -> [(name, value)], await wait_for_commands() [registered] -> full names,
    await wait_for_answer(interaction, "text") [answer_to] -> Message,
    await wait_for_callback(interaction), interactions, commands.puts.
    An Interaction has answer, ephemeral, deferred, followups, modal, callback, id.
    Ephemeral messages are found there only, never in `messages()`.
Servers and rights (permissions are names as discord.py has them, split by spaces)
    add_user(name, guild), moderator(name), manager(name),
    add_guild(name, premium_tier=…), join(guild), remove(guild),
    enter(user, guild), boost(guild, tier),
    add_channel(name, guild, nsfw=…), remove_channel(channel), change(channel, nsfw=…),
    add_thread(name, parent), archive(thread, archived=…, locked=…),
    add_role(guild, name, "manage_messages"), set_role(guild, role, …),
    give(user, role), take(user, role), overwrite(channel, who, allow=…, deny=…),
    close_directs(user).
    The bot is `server.world.bot`, its role `guild.bot_role`, all members' one
    `guild.everyone`; `channel.forbidden` refuses the bot what its rights would allow.
Limits and troubles
    rate_limits(True), buckets.rules["create"].limit, refused[429], faults.…,
    reconnect(), invalidate(), drop(), and the numbers of `settings.Settings` on
    `server.world`.
"""

from tests.world.discord.components import Button, Select
from tests.world.discord.faults import Faults
from tests.world.discord.interactions import Interaction
from tests.world.discord.messages import Attachment, Message
from tests.world.discord.server import DiscordServer
from tests.world.discord.state import Channel, Guild, Role, User

__all__ = [
    "Attachment",
    "Button",
    "Channel",
    "DiscordServer",
    "Faults",
    "Guild",
    "Interaction",
    "Message",
    "Role",
    "Select",
    "User",
]
