"""What an operator may do where a site wants an account: put a file, or renew it.

Where it refuses the network that the worker stands in, another way out does as well.
"""

from __future__ import annotations

from typing import Final

from bossbot.errors import BossBotError
from bossbot.messages.reasons import PLATFORMS
from bossbot.models import ErrorRecord

_DIRECTORY: Final = "$BOSS_BOT_COOKIES_DIR"
_ANOTHER_WAY: Final = "; or go through another network (BOSS_BOT_PROXIES)"
_DENO: Final = "install what runs the site's JavaScript: the extra `youtube` (Deno)"
_THE_NETWORK: Final = frozenset({"blocked", "robot"})
"""Reasons of errors that are about where a request comes from."""
_WHOSE: Final = "the account of {file} may not see it, or is logged out"
_PROOF: Final = (
    "open {site} with the account, answer what it asks for, and renew {file}"
)


def advice(error: BossBotError | ErrorRecord) -> str | None:
    """The next step for an operator; None where there is none.

    Goes by `cookies` (`none`, `used`, `expired`, `unusable`) and `cookie_file` in the
    error's data.
    """
    if error.data.get("reason") == "javascript":
        return _DENO
    step = _about_cookies(error)
    if step is None:
        return None
    return step + (_ANOTHER_WAY if error.data.get("reason") in _THE_NETWORK else "")


def next_step(error: BossBotError | ErrorRecord) -> str | None:
    """The same as a sentence."""
    step = advice(error)
    return step and f"{step[0].upper()}{step[1:]}."


def _about_cookies(error: BossBotError | ErrorRecord) -> str | None:
    name = str(error.data.get("cookie_file", ""))[:120]
    site, file = name.removesuffix(".txt"), f"{_DIRECTORY}/{name}"
    site = PLATFORMS.get(site, site)
    match error.data.get("cookies"):
        case "used" if error.data.get("reason") == "challenge":
            return _PROOF.format(site=site, file=file)
        case "none":
            also = (
                " (it needs the extra `youtube`, Deno)" if name == "youtube.txt" else ""
            )
            return f"put a Netscape cookie file at {file}{also}"
        case "expired":
            return f"the cookies in {file} have expired: renew them"
        case "unusable":
            return f"{file} can't be used: see `bossbot check`"
        case "used" if error.code == "login_required":
            return f"{_WHOSE.format(file=file)}: log in again, and renew the file"
        case "used":
            return f"the account of {file} may not see it"
    return None
