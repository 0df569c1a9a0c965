"""Rate limits as Discord has them: buckets with headers, and one for everything."""

from __future__ import annotations

import re
import time
from collections import deque
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

from tests.world.discord.faults import Handler
from tests.world.discord.replies import TooFast


@dataclass
class Rule:
    """So many requests in so many seconds for each channel (or webhook)."""

    method: str
    path: str
    limit: int
    seconds: float

    def major(self, request: web.Request) -> str | None:
        """Whose bucket a request falls in, if the rule is about it."""
        if not re.fullmatch(self.method, request.method):
            return None
        found = re.search(self.path, request.path)
        return found and found[1]

    @property
    def bucket(self) -> str:
        """Discord tells a hash."""
        return sha256(f"{self.method} {self.path}".encode()).hexdigest()[:16]


def _rules() -> dict[str, Rule]:
    message = r"/channels/(\d+)/messages"
    webhook = r"/webhooks/\d+/([^/]+)"
    return {
        "create": Rule("POST", message + "$", 5, 5.0),
        "edit": Rule("PATCH", message + r"/\d+$", 5, 5.0),
        "delete": Rule("DELETE", message + r"/\d+$", 5, 1.0),
        "react": Rule("PUT|DELETE", message + r"/\d+/reactions", 1, 0.25),
        "follow up": Rule("POST", webhook + "$", 5, 2.0),
        "edit answer": Rule("PATCH", webhook + "/messages/", 5, 5.0),
    }


class Buckets:
    """Off by default, for the tests' speed.

    Attributes:
        on: Whether limits hold.
        rules: By name: create, edit, delete, react, follow up, edit answer.
        everywhere: Requests a second over all routes but the interactions' ones.
        exceeded: How many requests were refused.
    """

    def __init__(self) -> None:
        self.on = False
        self.rules = _rules()
        self.everywhere = 50
        self.exceeded = 0
        self._windows: dict[tuple[str, str], tuple[float, int]] = {}
        self._recent: deque[float] = deque()

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Count a request, refuse one too many, tell the state in headers."""
        if not self.on or not request.path.startswith("/api/"):
            return await handler(request)
        try:
            headers = self._count(request)
        except TooFast as refused:
            self.exceeded += 1
            await request.read()
            return refused.answer
        answer = await handler(request)
        answer.headers.update(headers)
        return answer

    def _count(self, request: web.Request) -> dict[str, str]:
        now = time.time()
        if not re.search(r"/(interactions|webhooks)/", request.path):
            self._count_everywhere(now)
        for name, rule in self.rules.items():
            if major := rule.major(request):
                return self._count_in(rule, (name, major), now)
        return {}

    def _count_everywhere(self, now: float) -> None:
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if len(self._recent) >= self.everywhere:
            first = self._recent[0] if self._recent else now
            raise TooFast(first + 1 - now, everywhere=True)
        self._recent.append(now)

    def _count_in(self, rule: Rule, key: tuple[str, str], now: float) -> dict[str, str]:
        start, used = self._windows.get(key, (now, 0))
        if now - start >= rule.seconds:
            start, used = now, 0
        left = start + rule.seconds - now
        headers = {
            "X-RateLimit-Limit": str(rule.limit),
            "X-RateLimit-Remaining": str(max(0, rule.limit - used - 1)),
            "X-RateLimit-Reset": f"{start + rule.seconds:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": rule.bucket,
        }
        if used >= rule.limit:
            raise TooFast(left, headers=headers)
        self._windows[key] = start, used + 1
        return headers
