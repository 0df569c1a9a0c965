"""What an operator may do where a site wants an account: put a file, or renew it."""

from __future__ import annotations

from typing import Final

from bossbot.errors import BossBotError
from bossbot.models import ErrorRecord

_DIRECTORY: Final = "BOSS_BOT_COOKIES_DIR"


def advice(error: BossBotError | ErrorRecord) -> str | None:
    """The next step for an operator; None where cookies have no part in the error.

    Goes by `cookies` (`none`, `used`, `expired`, `unusable`) and `cookie_file` in the
    error's data.
    """
    file = str(error.data.get("cookie_file", ""))[:120]
    site = file.removesuffix(".txt")
    match error.data.get("cookies"):
        case "none":
            return f"put a Netscape cookie file at COOKIES_DIR/{file} ({_DIRECTORY})"
        case "expired":
            return f"the cookies of {site} have expired: renew COOKIES_DIR/{file}"
        case "unusable":
            return f"COOKIES_DIR/{file} can't be used: see `bossbot check`"
        case "used" if error.code == "login_required":
            return (
                f"the cookies of {site} seem to be expired: log in again, and renew "
                f"COOKIES_DIR/{file}"
            )
        case "used":
            return f"the account of COOKIES_DIR/{file} may not see it"
    return None
