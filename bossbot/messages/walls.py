"""Where a site lets us in no further: what a member can do, and what only operators."""

from __future__ import annotations

from typing import Final

from bossbot.messages.wording import Data, ErrorText

_PUBLIC: Final = "Try a public post. My operators can give me an account there."
_OPERATORS: Final = "You can't cure that; my operators can. Or use another site's link."
_ELSEWHERE: Final = "Try another link to the same media."

DENIED: Final = {
    "blocked": ("{} blocks the network I run in; it needs an account.", _OPERATORS),
    "challenge": ("{} wants a proof that I'm no robot, and I have none.", _ELSEWHERE),
    "javascript": ("{} gives this to browsers only, and I am none.", _OPERATORS),
}
"""By the `reason` of `PermissionDeniedError`: the text, and what to do next."""

LOGIN: Final = {
    "challenge": (
        "This needs an account, and {} wants mine to prove itself.",
        _OPERATORS,
    ),
    "robot": ("{} takes me for a robot; this needs an account there.", _OPERATORS),
}
"""Likewise of `LoginRequiredError`."""

_UNTOLD: Final = {
    "tiktok": (
        "{} has removed this, or blocks the network I run in.",
        "Look whether it still opens there: then only my operators can cure that.",
    ),
}
"""Of sites that call a removed post blocked."""

_PRIVATE: Final = (
    "{} doesn't let me see this: it's private, or needs an account.",
    _PUBLIC,
)
_ACCOUNT: Final = ("{} shows this only to people with an account.", _PUBLIC)


_OURS: Final = (
    "{} doesn't show this to the account I have there, or has logged it out.",
    _OPERATORS,
)
"""Where the operators' cookies were sent, or have expired."""


_FOR_ADULTS: Final = ErrorText(
    "Age-restricted",
    "🔞 This is for adults, and I post such media only in age-restricted channels.",
    "Ask for it in an age-restricted channel.",
)


_NOT_FROM_THERE: Final = (
    "That leads to {}, and this server takes nothing from there.",
    "Whoever has Discord's Manage Server can allow it.",
)


def permission_denied(data: Data) -> ErrorText:
    """It refuses what was asked for, or us; or this is no place for it."""
    reason = data.get("reason", "")
    if reason == "age_restricted":
        return _FOR_ADULTS
    told = _NOT_FROM_THERE if reason == "platform" else DENIED.get(reason, _PRIVATE)
    if reason == "blocked":
        told = _UNTOLD.get(data.get("platform", ""), told)
    return _worded("Permission denied", told, data)


def login_required(data: Data) -> ErrorText:
    """An account would be let in."""
    had = data.get("cookies") in {"used", "expired"}
    told = LOGIN.get(data.get("reason", ""), _OURS if had else _ACCOUNT)
    return _worded("Login required", told, data)


def _worded(title: str, told: tuple[str, str], data: Data) -> ErrorText:
    text, step = told
    return ErrorText(title, f"🔒 {text.format(data['site'])}", step)
