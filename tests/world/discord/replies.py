"""Answers as Discord words them; discord.py wants exactly `application/json`."""

from __future__ import annotations

import json
import math
from typing import Any

from aiohttp import web


def reply(
    value: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """A JSON answer."""
    return web.Response(
        body=json.dumps(value).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def failure(status: int, code: int, message: str) -> web.Response:
    """An error as the API gives it."""
    return reply({"code": code, "message": message}, status=status)


class Refused(Exception):
    """Ends a request with an error answer."""

    def __init__(
        self, status: int, code: int, message: str, *, detail: str = ""
    ) -> None:
        body: dict[str, Any] = {"code": code, "message": message}
        if detail:
            problem = {"code": "INVALID", "message": detail}
            body["errors"] = {"_errors": [problem]}
        self.answer = reply(body, status=status)
        super().__init__(f"{message} {detail}".strip())


class TooFast(Refused):
    """A 429 as the API gives it, not its edge."""

    def __init__(
        self,
        retry_after: float,
        *,
        code: int = 0,
        message: str = "You are being rate limited.",
        everywhere: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(429, code, message)
        body = {"message": message, "retry_after": math.ceil(retry_after * 1000) / 1000}
        self.answer = reply(
            body | {"global": everywhere, "code": code},
            status=429,
            headers={
                "Via": "1.1 google",
                "Retry-After": str(math.ceil(retry_after)),
                "X-RateLimit-Scope": "global" if everywhere else "user",
                **({"X-RateLimit-Global": "true"} if everywhere else {}),
                **(headers or {}),
            },
        )


UNAUTHORIZED = (401, 0, "401: Unauthorized")
INVALID_TOKEN = (401, 50027, "Invalid Webhook Token")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = (403, 50001, "Missing Access")
NOT_THE_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
NO_DIRECTS = (403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
THREAD_LOCKED = (403, 160005, "Thread is locked")
THREAD_ARCHIVED = (400, 50083, "Thread is archived")
NO_REPLY = (400, 160002, "Cannot reply without permission to read message history")
OLD_EDITS = (
    30046,
    "Maximum number of edits to messages older than 1 hour reached. Try again later.",
)
TOO_LARGE = (413, 40005, "Request entity too large")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
INVALID_FORM = (400, 50035, "Invalid Form Body")
