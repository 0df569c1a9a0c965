"""Discord: the token, the intents, and the link that invites the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bossbot.cli.checks.finding import Area, Finding
from bossbot.messages.neutral import clean
from bossbot.settings import Settings, SettingsError

_DISCORD: Final = Area(name="Discord")
_PATIENCE: Final = 5.0
_MESSAGE_CONTENT: Final = (1 << 18) | (1 << 19)
"""Application flags: GATEWAY_MESSAGE_CONTENT, and the same of unverified bots."""
_PORTAL: Final = "Developer portal > your application > Bot"
_INTENT: Final = (
    f"{_PORTAL} > Privileged Gateway Intents: switch on Message Content Intent."
)

type Answer = Mapping[str, Any]


class _Silent(Exception):
    """Discord gave no usable answer; the text says how."""


async def discord_side(settings: Settings) -> AsyncIterator[Finding]:
    """What the bot, and a worker that posts, need of Discord."""
    application: Answer = {}
    try:
        token = settings.require_discord_token()
    except SettingsError as error:
        yield _DISCORD.missing("token", "not set", str(error))
        yield _DISCORD.warning("intents", "not looked at", _INTENT)
    else:
        async with aiohttp.ClientSession(
            headers={"Authorization": f"Bot {token}"},
            timeout=aiohttp.ClientTimeout(total=_PATIENCE),
        ) as session:
            yield await _login(session, settings.discord_api_base)
            application = await _application(session, settings.discord_api_base)
        yield _intents(application)
    yield _invite(settings.discord_client_id or str(application.get("id") or ""))


async def _login(session: aiohttp.ClientSession, base: str) -> Finding:
    try:
        me = await _get(session, f"{base}/users/@me")
    except PermissionError:
        return _DISCORD.missing(
            "token",
            "Discord refuses it",
            f"{_PORTAL} > Reset Token, and put the new one into DISCORD_TOKEN.",
        )
    except _Silent as error:
        return _DISCORD.warning(
            "token", f"set; {base} {error}", "Try again when Discord can be reached."
        )
    return _DISCORD.ok("token", f"logs in as {clean(str(me.get('username')), 40)}")


async def _application(session: aiohttp.ClientSession, base: str) -> Answer:
    try:
        return await _get(session, f"{base}/oauth2/applications/@me")
    except (PermissionError, _Silent):
        return {}


async def _get(session: aiohttp.ClientSession, url: str) -> Answer:
    try:
        async with session.get(url, allow_redirects=False) as response:
            if response.status == 401:
                raise PermissionError
            if response.status != 200:
                raise _Silent(f"answers {response.status}")
            answer = await response.json()
    except (aiohttp.ClientError, ValueError, TimeoutError) as error:
        raise _Silent(f"can't be reached ({type(error).__name__})") from None
    if not isinstance(answer, dict):
        raise _Silent("answers something else")
    return answer


def _intents(application: Answer) -> Finding:
    flags = application.get("flags")
    if not isinstance(flags, int):
        return _DISCORD.warning("intents", "not known", _INTENT)
    if flags & _MESSAGE_CONTENT:
        return _DISCORD.ok("intents", "Message Content Intent is on")
    return _DISCORD.missing("intents", "Message Content Intent is off", _INTENT)


def _invite(client_id: str) -> Finding:
    if not client_id.isdecimal():
        return _DISCORD.warning(
            "invite link",
            "not known",
            "Set DISCORD_CLIENT_ID (Developer portal > your application > "
            "General Information > Application ID).",
        )
    return _DISCORD.ok("invite link", invite(client_id))


def invite(client_id: str) -> str:
    """The link that adds the bot to a server, with the rights it uses and no more."""
    import discord

    permissions = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
        add_reactions=True,
    )
    query = {
        "client_id": client_id,
        "scope": "bot applications.commands",
        "permissions": permissions.value,
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"
