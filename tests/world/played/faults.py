"""A site that fails in every way, and what each failure is taken for."""

from __future__ import annotations

from typing import Any, Final

from bossbot.models import Limits
from bossbot.sandbox.jobs.failures.retry_after import LONGEST
from tests.world.played.case import Case
from tests.world.siteplayer.authority import BAD_CERTIFICATE
from tests.world.siteplayer.proxy import UNREACHABLE
from tests.world.siteplayer.sites import faults, files

MB: Final = 1024 * 1024
_SMALL: Final = {"limits": Limits(image=MB, audio=MB, video=MB, source=2 * MB)}
_YEAR_2199: Final = 7_258_000_000


def _fails(name: str, path: str, error: str, **how: Any) -> Case:
    url = path if path.startswith("https://") else faults.url(path)
    return Case(platform="other", name=name, url=url, error=error, **how)


def _limits(name: str, path: str, retry_after: float | None = None) -> Case:
    return _fails(name, path, "rate_limit", retry_after=retry_after)


def _invalid(name: str, path: str, reason: str) -> Case:
    return _fails(name, path, "invalid_file", data={"reason": reason})


CASES: Final = (
    _fails("500", "status/500/a.mp4", "network"),
    _fails("503", "status/503/a.jpg", "network"),
    _fails("a file that breaks off", "truncated/a.mp4", "network"),
    _fails("a host that doesn't answer", f"https://{UNREACHABLE}/a.jpg", "network"),
    _fails("a certificate of another", f"https://{BAD_CERTIFICATE}/a.jpg", "network"),
    _limits("429 and no word of when", "status/429/a.jpg"),
    _limits("429, Retry-After", "status/429/a.jpg?retry_after=7", 7),
    _limits("503, Retry-After", "status/503/a.jpg?retry_after=7", 7),
    _limits(
        "429, x-ratelimit-reset in seconds", "status/429/a.mp4?x_ratelimit_reset=44", 44
    ),
    _limits(
        "429, x-rate-limit-reset at an instant years away",
        f"status/429/a.jpg?x_rate_limit_reset={_YEAR_2199}",
        LONGEST,
    ),
    _limits(
        "429, Retry-After of years", "status/429/a.jpg?retry_after=999999999", LONGEST
    ),
    _limits(
        "429, Retry-After on a day years away",
        "status/429/a.jpg?retry_after=Tue,%2031%20Dec%202199%2023:59:59%20GMT",
        LONGEST,
    ),
    _limits(
        "403 with nothing left to ask for",
        "status/403/a.jpg?x_ratelimit_remaining=0&x_ratelimit_reset=44",
        44,
    ),
    _fails(
        "larger than may be fetched",
        "endless/a.mp4",
        "file_too_large",
        data={"max_mb": 2},
        how=_SMALL,
    ),
    _fails(
        "small on the wire, and too large unpacked",
        "bomb/a.jpg",
        "file_too_large",
        how=_SMALL,
    ),
    _fails(
        "a page without media",
        files.ROOT + "/",
        "unsupported_url",
        data={"host": files.HOST},
    ),
    _fails("redirects in a circle", "redirect/loop/a.jpg", "unsupported_url"),
    _fails("403", "status/403/a.mp4", "permission_denied"),
    _fails("401", "status/401/a.jpg", "login_required"),
    _fails("404", "status/404/a.jpg", "not_found"),
    _fails("410", "status/410/a.mp4", "not_found"),
    _fails("451", "status/451/a.jpg", "geo_blocked"),
    _invalid("an empty file", "empty/a.jpg", "empty"),
    _fails(
        "a redirect to an internal address",
        "redirect/metadata/a.jpg",
        "invalid_url",
        data={"reason": "private_address"},
    ),
)
