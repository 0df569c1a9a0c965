"""The `short_link` job: where a link leads, by one request that is not followed."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urljoin

import requests

from bossbot.errors import NotFoundError, UnsupportedUrlError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetch_errors import Answer, classify
from bossbot.sandbox.jobs.fetch_params import SOCKET_TIMEOUT, FetchParams

_PLAIN: Final = {"User-Agent": "curl/8", "Accept": "*/*"}
"""Shorteners redirect programs at once; to browsers some show a page first."""
_PAGE_BYTES: Final = 64 * 1024
_REFRESH: Final = re.compile(
    r"""<meta[^>]+http-equiv=["']?refresh["'][^>]+url=([^"'>\s]+)""", re.IGNORECASE
)


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
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": job.proxy, "https": job.proxy}
        session.verify = job.ca_file or True
        session.headers.update(_PLAIN)
        try:
            return {"url": _next(session, job)}
        except requests.RequestException as error:
            raise _classified(error, job) from error


def _next(session: requests.Session, job: FetchParams) -> str:
    with session.get(
        job.url, allow_redirects=False, stream=True, timeout=SOCKET_TIMEOUT
    ) as answer:
        if answer.is_redirect:
            return urljoin(job.url, answer.headers["Location"])
        if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise NotFoundError(platform=job.platform)
        answer.raise_for_status()
        page = next(answer.iter_content(_PAGE_BYTES), b"")
    found = _REFRESH.search(page.decode(errors="replace"))
    if found is None:
        raise UnsupportedUrlError(host=job.host, reason="no_media")
    return urljoin(job.url, unescape(found[1]))


def _classified(error: requests.RequestException, job: FetchParams) -> Exception:
    answer = None
    if error.response is not None:
        headers = dict(error.response.headers)
        answer = Answer(status=error.response.status_code, headers=headers)
    return classify(error, platform=job.platform, host=job.host, answer=answer)
