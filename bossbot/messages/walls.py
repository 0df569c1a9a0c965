"""Where a site lets us in no further: what a member can do, and what only operators."""

from __future__ import annotations

from typing import Final

from bossbot.messages.wording import Data, ErrorText

_PUBLIC: Final = "Use a public post. My operators may give me an account there."
_OPERATORS: Final = "You can't cure that; my operators can. Or use another site's link."


def permission_denied(data: Data) -> ErrorText:
    """It refuses what was asked for, or us."""
    site, title = data["site"], "Permission denied"
    match data.get("reason"):
        case "blocked":
            text = f"🔒 {site} blocks the network I run in; it needs an account there."
            return ErrorText(title, text, _OPERATORS)
        case "challenge":
            text = f"🔒 {site} wants a proof that I'm no robot, and I have none."
            return ErrorText(title, text, "Try another link to the same media.")
    text = f"🔒 {site} doesn't let me see this: it's private, or needs an account."
    return ErrorText(title, text, _PUBLIC)


def login_required(data: Data) -> ErrorText:
    """An account would be let in."""
    site, title = data["site"], "Login required"
    match data.get("reason"):
        case "robot":
            text = f"🔒 {site} takes me for a robot; this needs an account there."
            return ErrorText(title, text, _OPERATORS)
        case "challenge":
            text = f"🔒 This needs an account, and {site} wants mine to prove itself."
            return ErrorText(title, text, _OPERATORS)
    text = f"🔒 This needs an account: {site} shows it to nobody without."
    return ErrorText(title, text, _PUBLIC)
