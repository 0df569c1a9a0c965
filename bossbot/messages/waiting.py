"""What is said of a download that waits, or was paused."""

from __future__ import annotations

from typing import Final

from bossbot.messages.neutral import fact
from bossbot.messages.reasons import PLATFORMS
from bossbot.messages.units import MOMENT, about
from bossbot.messages.view import View
from bossbot.models import FETCH, NotificationLevel, Outlook, SiteView

STARTING: Final = "Starting download…"
QUIET: Final = "This message will say how it ended."
"""For who wants to be told no more."""
LOST: Final = (
    "❓ I lost track of this download. If the media isn't here, please ask again."
)
"""Nothing is known of it any more."""
_GOING_ON: Final = "The download goes on soon…"
_NO_WORKER: Final = "Delayed: no worker is free to take it yet; it stays in the queue."
_TROUBLE: Final = {"failing": "failing", "limited": "limiting us"}


def waiting_text(view: View) -> str:
    """A whole message about one waiting download."""
    first = STARTING if view.record.stage == FETCH else _GOING_ON
    if view.outlook is None or view.outlook.position is None:
        return first  # on its way to a worker
    lines = [first, f"Queue position: {view.outlook.position}"]
    if view.level is NotificationLevel.VERBOSE:
        lines.extend(_moves(view.moved_from, view.outlook.position))
    if expected := _expected(view.outlook, view.now):
        lines.append(expected)
    return "\n".join(lines)


def waiting_note(outlook: Outlook | None) -> str:
    """The same in brackets behind a word, among other downloads; may be empty."""
    if outlook is None or outlook.position is None:
        return ""
    facts = [f"position {outlook.position}"]
    if not outlook.hosts:
        facts.append("no worker is free")
    elif outlook.site is not None:
        facts.append(f"{site_name(outlook.site)} is {_TROUBLE[outlook.site.reason]}")
    elif outlook.wait is not None and outlook.wait >= MOMENT:
        facts.append(f"about {about(outlook.wait)}")
    return f" ({', '.join(facts)})"


def paused_text(view: View) -> str:
    """A whole message about one paused download."""
    return (
        f"⏸️ Paused: {view.name()}\n"
        "It keeps its place and what was fetched. ▶️ goes on from there."
    )


def site_name(site: SiteView) -> str:
    """A paused site as people call it."""
    return PLATFORMS.get(site.site) or fact(site.site, length=60)


def _moves(before: int | None, now: int) -> list[str]:
    if before is None or before == now:
        return []
    if now < before:
        return [f"Moved up from {before} to {now}."]
    return [f"Moved back from {before} to {now}: others go first."]


def _expected(outlook: Outlook, now: float | None) -> str:
    if not outlook.hosts:
        return _NO_WORKER
    if outlook.site is not None:
        return _site_expected(outlook.site, now)
    if outlook.wait is None:
        return ""
    if outlook.wait < MOMENT:
        return "Starting soon."
    return f"Estimated start: {about(outlook.wait)}"


def _site_expected(site: SiteView, now: float | None) -> str:
    if site.probing:
        soon = "it is being tried just now"
    elif now is not None and site.until <= now:
        soon = "it is tried next"
    else:
        soon = f"next try <t:{int(site.until)}:R>"
    return f"Delayed: {site_name(site)} is {_TROUBLE[site.reason]}; {soon}."
