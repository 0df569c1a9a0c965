"""Answers as Discord words them; discord.py wants exactly `application/json`."""

from __future__ import annotations

import json
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

    def __init__(self, status: int, code: int, message: str) -> None:
        self.answer = failure(status, code, message)
        super().__init__(message)


UNAUTHORIZED = (401, 0, "401: Unauthorized")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
MISSING_ACCESS = (403, 50001, "Missing Access")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
TOO_LARGE = (413, 40005, "Request entity too large")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
INVALID_FORM = (400, 50035, "Invalid Form Body")
