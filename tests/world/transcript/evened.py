"""What differs from one run to the next, evened out; the rest stays as it was sent."""

from __future__ import annotations

import re
import time
from calendar import month_name
from collections.abc import Callable, Iterable
from typing import Final

from bossbot.queue.names import derived_download_id
from tests.world.discord import DiscordServer

_MONTHS: Final = "|".join(month_name[1:])
_SAME: Final[tuple[tuple[str, str], ...]] = (
    (r"Try again in \d+s", "Try again in 7s"),
    (r"next in \d+ seconds?", "next in 4 seconds"),
    (r"Time: \d+s", "Time: 14s"),
    (r"took \d+s", "took 14s"),
    (r"\b(queued|downloading|checking|converting|uploading) \d+s", r"\1 3s"),
    (r"\b(fetch|validate|transcode|upload|cleanup) \d+\.\ds", r"\1 3.2s"),
    (r"Gateway: .*", "Gateway: 41 ms"),
    (r"((?:Redis|Valkey)[^:\n]*): \d+ ms", r"\1: 1 ms"),
    (r"(Redis|Valkey) [\d.]+", r"\1 8.1.0"),
    (r"Memory of the bot: .*", "Memory of the bot: 92.4 MB"),
    (r"(Python|bossbot|discord\.py|yt-dlp|gallery-dl) [\w.+]+", r"\1 1.2.3"),
    (r"Resets in .*?\.(?!\d)", "Resets in 7 hours."),
    (r"(\d+)s on average", "14s on average"),
    (rf"\b\d{{1,2}} ({_MONTHS})\b", "17 April"),
    (r"from 17 April to", "from 19 March to"),
)


class Evened:
    """Words for ids and times, the same in every run."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._ids: dict[str, str] = {}
        self._known: set[str] = set()

    def know(self, names: Iterable[str]) -> None:
        """Ids of downloads; what else looks like one is none."""
        self._known.update(names)

    def __call__(self, text: str) -> str:
        text = re.sub(r"<@!?(\d+)>", self._user, text)
        text = re.sub(r"<@&(\d+)>", self._role, text)
        text = re.sub(r"<#(\d+)>", self._channel, text)
        text = re.sub(
            r"https://discord\.com/channels/\S+/(\d+)/\d+",
            lambda found: f"{self._channel(found)[:-2]} › 💬**",
            text,
        )
        text = re.sub(r"(next|next try) <t:(\d+):R>", _next, text)
        text = re.sub(r"<t:(\d+):(\w)>", _moment, text)
        for pattern, same in _SAME:
            text = re.sub(pattern, same, text)
        for name in sorted(self._known, key=text.find):
            if name in text:
                text = text.replace(name, self._download(name))
        return text

    def _user(self, found: re.Match[str]) -> str:
        users = [self._server.world.bot, *self._server.world.users.values()]
        return _named("@", ((user.id, name_of(user.name)) for user in users), found)

    def _role(self, found: re.Match[str]) -> str:
        roles = (role for guild in self._server.world.guilds for role in guild.roles)
        return _named("@", ((role.id, role.name) for role in roles), found)

    def _channel(self, found: re.Match[str]) -> str:
        channels = self._server.world.channels.values()
        return _named("#", ((one.id, one.name) for one in channels), found)

    def _download(self, name: str) -> str:
        number = len(self._ids)
        return self._ids.setdefault(name, derived_download_id(f"transcript {number}"))


def name_of(user: str) -> str:
    """A user's name without what tells namesakes apart."""
    return user.partition("#")[0]


def _named(sign: str, names: Iterable[tuple[str, str]], found: re.Match[str]) -> str:
    return f"**{sign}{dict(names)[found[1]]}**"


def _moment(found: re.Match[str]) -> str:
    if found[2] != "R":
        return "17 April 2026 12:34" if found[2] == "f" else "17 April 2026"
    seconds = int(found[1]) - time.time()
    return "a moment ago" if seconds < 0 else f"in {_about(seconds)}"


def _next(found: re.Match[str]) -> str:
    return f"{found[1]} in {_about(int(found[2]) - time.time())}"


def _about(seconds: float) -> str:
    """Coarse enough to be the same when a run is slow."""
    if seconds < 10:
        return "4 seconds"
    if seconds < 90:
        return f"{-(-seconds // 30) * 30:.0f} seconds"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"


type Even = Callable[[str], str]
