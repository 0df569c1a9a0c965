"""The `short_link` job: where a link leads, by one request that is not followed."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.failures.answers import by_answer
from bossbot.sandbox.jobs.failures.classify import Answer, classify
from bossbot.sandbox.jobs.fetching.params import SOCKET_TIMEOUT, FetchParams

_PLAIN: Final = {"User-Agent": "curl/8", "Accept": "*/*"}
"""Shorteners redirect programs at once; to browsers some show a page first."""
_PAGE_BYTES: Final = 64 * 1024
_META: Final = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_REFRESH: Final = re.compile(r"""http-equiv=["']?refresh\b""", re.IGNORECASE)
_TARGET: Final = re.compile(r"""url=([^"'>\s]+)""", re.IGNORECASE)


def run(params: dict[str, Any], channel: Channel) -> dict[str, str]:
    """Ask where the link leads.

    Args:
        params: `FetchParams` as JSON.
        channel: Nothing is told in between.

    Returns:
        `url`: the next link, not validated.

    Raises:
        BossBotError: It leads nowhere, or nobody answers.
    """
    del channel
    job = FetchParams.of(params)
    with closing(HTTPAdapter()) as adapter:
        try:
            found = _next(adapter, job)
        except requests.RequestException as error:
            raise _classified(error, job) from error
    try:
        return {"url": urljoin(job.url, found)}
    except ValueError:  # brackets where no address is
        raise UnsupportedUrlError(host=job.host, reason="no_media") from None


def refresh_target(page: str) -> str | None:
    """Where a page without a redirect sends browsers on to.

    Each tag is looked at by itself: the page may be made to be looked at for hours.
    """
    for tag in _META.finditer(page):
        target = _TARGET.search(tag[1])
        if target and _REFRESH.search(tag[1]):
            return unescape(target[1])
    return None


def _next(adapter: HTTPAdapter, job: FetchParams) -> str:
    """Without a session: that would read all of a redirect's body, however long."""
    with adapter.send(
        requests.Request("GET", job.url, headers=_PLAIN).prepare(),
        stream=True,
        timeout=SOCKET_TIMEOUT,
        verify=job.ca_file or True,
        proxies={"http": job.proxy, "https": job.proxy},
    ) as answer:
        if answer.is_redirect:
            # Headers are read as Latin-1; many that aren't ASCII are UTF-8.
            return answer.headers["Location"].encode("latin-1").decode(errors="replace")
        answer.raise_for_status()
        page = next(answer.iter_content(_PAGE_BYTES), b"")
    found = refresh_target(page.decode(errors="replace"))
    if found is None:
        raise UnsupportedUrlError(host=job.host, reason="no_media")
    return found


def _classified(error: requests.RequestException, job: FetchParams) -> Exception:
    answer, meant = None, None
    if error.response is not None:
        headers = dict(error.response.headers)
        answer = Answer(status=error.response.status_code, headers=headers)
        meant = by_answer(answer, "")
    return classify(meant or error, platform=job.platform, host=job.host, answer=answer)
