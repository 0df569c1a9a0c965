"""What discord.py and its connection raise, in this project's words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import discord

from bossbot.errors import (
    BossBotError,
    DiscordError,
    DiscordRefusedError,
    FileTooLargeError,
    NetworkError,
)
from bossbot.models import DiscordTarget

TOO_LARGE: Final = 40005
_PASSING: Final = frozenset({401, 408, 409, 425, 429})
"""Refusals that another try may overcome; 401 once the operators gave a new token."""


@asynccontextmanager
async def translated(target: DiscordTarget) -> AsyncIterator[None]:
    """Turns whatever fails inside into a `BossBotError`."""
    try:
        yield
    except discord.RateLimited as error:
        raise DiscordError(status=429, retry_after=error.retry_after) from error
    except discord.LoginFailure as error:
        raise DiscordError(status=401, reason="login") from error
    except discord.HTTPException as error:
        raise _refusal(error, target) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NetworkError(platform="Discord") from error


def _refusal(error: discord.HTTPException, target: DiscordTarget) -> BossBotError:
    if error.status == 413 or error.code == TOO_LARGE:
        return FileTooLargeError.of(limit=target.upload_limit)
    data = {"status": error.status, "discord_code": error.code}
    if error.status >= 500 or error.status in _PASSING:
        return DiscordError(retry_after=_retry_after(error), **data)
    return DiscordRefusedError(**data)


def _retry_after(error: discord.HTTPException) -> float | None:
    """From the header: an address banned at the edge gets no JSON."""
    given = error.response.headers.get("Retry-After", "")
    return float(given) if given.isdigit() else None
