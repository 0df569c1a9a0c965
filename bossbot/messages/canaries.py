"""What operators read of the links that are fetched from time to time."""

from __future__ import annotations

from typing import Final

from bossbot.messages.accounts import next_step
from bossbot.messages.errors import explain
from bossbot.messages.neutral import fact
from bossbot.messages.reasons import PLATFORMS
from bossbot.messages.units import duration
from bossbot.models import Canary

_STEPS: Final = {
    "login_required": "Give it cookies (see `bossbot check`), or renew them.",
    "permission_denied": "Renew its cookies, or use another address (a proxy).",
    "not_found": "If the post is really gone, set another link for the canary.",
    "geo_blocked": "Use a link that is shown where the workers stand, or a proxy.",
    "rate_limit": "Wait whether it passes; else cookies or a proxy help.",
    "network": "Look whether the site is down, or only for you.",
}
_UPDATE: Final = "Update yt-dlp and gallery-dl: the site may have changed."


def canary_said(canary: Canary, now: float) -> str:
    """A line's worth: `failing for 2h 5m: Login required`; of one that works, as well.

    Args:
        canary: What is known.
        now: Epoch seconds.
    """
    lately = f"looked at {duration(now - canary.at)} ago"
    match canary.works:
        case True:
            return f"working for {duration(now - canary.since)}, {lately}"
        case False:
            why = explain(canary.error).title if canary.error else "unknown"
            return f"failing for {duration(now - canary.since)}: {why}; {lately}"
        case _:
            return f"not sure yet, {lately}"


def canary_name(canary: Canary) -> str:
    """Its site as people call it."""
    return PLATFORMS.get(canary.site) or fact(canary.site, length=60)


def canary_step(canary: Canary) -> str:
    """What an operator does about one that fails."""
    if canary.error is None:
        return _UPDATE
    account = next_step(canary.error)
    return account or _STEPS.get(canary.error.code, _UPDATE)


def alert(canary: Canary) -> str:
    """The message to the bot's owner, when a site has changed."""
    name, since = canary_name(canary), f"<t:{int(canary.since)}:R>"
    if canary.works or canary.error is None:
        return f"✅ {name} works again ({since})."
    why = explain(canary.error)
    said = f"⚠️ {name} stopped working {since}. {why.title}: {why.text}"
    return f"{said}\n{canary_step(canary)}"
