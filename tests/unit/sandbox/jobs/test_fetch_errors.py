"""Errors of the real libraries, as they wrap them, in this project's words."""

from __future__ import annotations

import errno
import io
from typing import Any

import pytest
import requests
import yt_dlp.networking
from gallery_dl import exception as gallery
from yt_dlp.networking import exceptions as network
from yt_dlp.utils import (
    DownloadError,
    ExtractorError,
    GeoRestrictedError,
    UnsupportedError,
    UserNotLive,
)

from bossbot import errors
from bossbot.sandbox.jobs.failures.classify import Answer, classify

pytestmark = pytest.mark.unit


def _classify(error: BaseException, answer: Answer | None = None) -> Any:
    return classify(error, platform="youtube", host="y.example", answer=answer)


def _http(status: int, **headers: str) -> network.HTTPError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = yt_dlp.networking.Response(
        io.BytesIO(b""), "https://y.example/login?x=1", named, status=status
    )
    return network.HTTPError(response)


def _raised(error: Exception) -> DownloadError:
    """As `YoutubeDL.trouble` wraps what an extractor raised."""
    outer = ExtractorError("It failed", cause=error)
    outer.__cause__ = error
    return DownloadError(f"ERROR: {outer}", (type(outer), outer, None))


def _gallery(
    status: int, *, reason: str = "No", body: bytes = b"", **headers: str
) -> gallery.HttpError:
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response.raw = io.BytesIO(body)
    response.url = "https://g.example/cookies"
    response.headers.update({k.replace("_", "-"): v for k, v in headers.items()})
    return gallery.HttpError("", response)


STATUSES = pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.LoginRequiredError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (410, errors.NotFoundError),
        (418, errors.PermissionDeniedError),
        (429, errors.RateLimitedError),
        (451, errors.GeoBlockedError),
        (500, errors.NetworkError),
        (502, errors.NetworkError),
    ],
)


@STATUSES
def test_a_status_within_yt_dlps_wrappings(status: int, kind: type) -> None:
    """The status decides, three exceptions deep; the URL's words do not."""
    assert type(_classify(_raised(_http(status)))) is kind


@STATUSES
def test_a_status_of_gallery_dl(status: int, kind: type) -> None:
    """Likewise in the other library."""
    assert type(_classify(_gallery(status))) is kind


@pytest.mark.parametrize("make", [_gallery, lambda *a, **k: _raised(_http(*a, **k))])
def test_retry_after_is_found_in_the_chain(make: Any) -> None:
    """The header of the answer that was refused becomes the error's."""
    assert _classify(make(429, Retry_After="12")).retry_after == 12
    assert isinstance(_classify(make(503, Retry_After="12")), errors.RateLimitedError)


def test_an_error_that_lost_its_answer_gets_it_back() -> None:
    """A fragment's error is text only; the refusal seen last has the headers."""
    lost = DownloadError("ERROR: \r[download] Got error: HTTP Error 429: Too Many")
    answer = Answer(status=429, headers={"retry-after": "8"})
    assert _classify(lost, answer).retry_after == 8
    assert _classify(lost, Answer(status=404, headers={})).retry_after is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (GeoRestrictedError("x"), errors.GeoBlockedError),
        (UnsupportedError("https://y.example"), errors.UnsupportedUrlError),
        (UserNotLive(), errors.InvalidFileError),
        (gallery.NotFoundError("tweet"), errors.NotFoundError),
        (gallery.AuthRequired("cookies"), errors.LoginRequiredError),
        (gallery.AuthorizationError(), errors.LoginRequiredError),
        (gallery.NoExtractorError(), errors.UnsupportedUrlError),
        (network.TransportError("x"), errors.NetworkError),
        (network.IncompleteRead(5, 9), errors.NetworkError),
        (requests.ConnectionError("x"), errors.NetworkError),
        (requests.ReadTimeout("x"), errors.NetworkError),
        (OSError(errno.ENOSPC, "full"), errors.DiskFullError),
        (OSError(errno.EFBIG, "large"), errors.FileTooLargeError),
        (KeyError("x"), errors.UnknownError),
    ],
)
def test_types_that_say_it_all(error: Exception, kind: type) -> None:
    """Known exceptions are known bare and wrapped."""
    assert type(_classify(error)) is kind
    assert type(_classify(_raised(error))) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[download] Got error: 100 bytes read, 900 more expected", "network"),
        ("[youtube] x: Sign in to confirm you’re not a bot. Use --cookies", "login"),
        ("[youtube] x: Private video. Sign in if you've been granted", "login"),
        ("[youtube] x: Video unavailable. This video has been removed", "gone"),
        ("[youtube] x: Requested format is not available.", "unsupported"),
        ("'Unavailable'", "gone"),
        ("Tweet unavailable ('Suspended')", "gone"),
        ("[twitter] 1: Twitter API says: This Post was deleted by its author", "gone"),
        ("[twitter] 1: Requested tweet is unavailable", "gone"),
        ("[twitter] 1: No video could be found in this tweet", "unsupported"),
        ("[x] The uploader has not made this video available in your country", "geo"),
        ("[x] y: This video is DRM protected", "file"),
        ("[x] y: This live event will begin in 3 hours.", "file"),
        ("HTML response", "file"),
        ("Empty file", "file"),
        ("file size mismatch (5 < 9)", "network"),
        ("ReadTimeoutError: Read timed out.", "network"),
        ("'429 Too Many Requests' for 'https://x'", "rate"),
        ("something nobody heard of", "unknown"),
        ("odd thing at https://x.example/login/cookies/not-found", "unknown"),
    ],
)
def test_texts(text: str, kind: str) -> None:
    """Where only a text is left, it is read; URLs in it are not."""
    kinds = {
        "network": errors.NetworkError,
        "login": errors.LoginRequiredError,
        "gone": errors.NotFoundError,
        "unsupported": errors.UnsupportedUrlError,
        "geo": errors.GeoBlockedError,
        "file": errors.InvalidFileError,
        "rate": errors.RateLimitedError,
        "unknown": errors.UnknownError,
    }
    assert type(_classify(DownloadError(f"ERROR: {text}"))) is kinds[kind]


def test_a_refusal_that_asks_for_an_account() -> None:
    """403 with words of a login is one that cookies may cure."""
    with_words = DownloadError("ERROR: HTTP Error 403: log in to see this")
    assert type(_classify(with_words)) is errors.LoginRequiredError


@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_what_the_site_says_itself(kind: str) -> None:
    """A short answer for programs tells more than its status; it is not fetched."""
    said = b'{"message": "Media not found or unavailable", "status": "fail"}'
    error = _gallery(400, body=said, Content_Type=kind)
    assert type(_classify(error)) is errors.PermissionDeniedError
    assert error.response.content == said
    read = errors.NotFoundError if "json" in kind else errors.PermissionDeniedError
    assert type(_classify(error)) is read


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (_gallery(403, reason="Blocked"), "permission_denied", "blocked"),
        (
            DownloadError("ERROR: HTTP Error 403: Blocked"),
            "permission_denied",
            "blocked",
        ),
        (
            gallery.AbortExtraction(
                ".a { margin: 0 } "
                * 2000
                + "You've been blocked by network security. To continue, log in to"
                " your Reddit account or use your developer token"
            ),
            "permission_denied",
            "blocked",
        ),
        (
            DownloadError("ERROR: Your IP address is unable to access the Reddit API"),
            "permission_denied",
            "blocked",
        ),
        (
            DownloadError("ERROR: Sign in to confirm you’re not a bot. Use --cookies"),
            "login_required",
            "robot",
        ),
        (
            gallery.AbortExtraction("HTTP redirect to challenge page (https://x.y/z)"),
            "login_required",
            "challenge",
        ),
        (
            gallery.AbortExtraction("HTTP redirect to login page (https://x.y/z)"),
            "login_required",
            None,
        ),
        (
            gallery.AbortExtraction("HTTP redirect to home page (https://x.y/z)"),
            "login_required",
            None,
        ),
    ],
)
def test_why_a_site_refuses_us(error: Exception, kind: str, reason: str | None) -> None:
    """Whether it is the address, the account or a robot that it doesn't want."""
    found = _classify(error)
    assert (found.code, found.data.get("reason")) == (kind, reason)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "44"},
        {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "44"},
    ],
)
def test_a_refusal_with_nothing_left_to_ask(headers: dict[str, str]) -> None:
    """403 can be a rate limit, however the headers are spelled."""
    error = DownloadError("ERROR: HTTP Error 403: Forbidden")
    found = _classify(error, Answer(status=403, headers=headers))
    assert (found.code, found.retry_after) == ("rate_limit", 44)


def test_a_limit_in_words_waits_as_the_refusal_said() -> None:
    """Of some refusals only the words reach us; the headers were noted."""
    words = gallery.AbortExtraction("Too Many Requests")
    answer = Answer(status=429, headers={"x-ratelimit-reset": "250"})
    assert _classify(words, answer).retry_after == 250
    other = Answer(status=404, headers={"Retry-After": "9"})
    assert _classify(words, other).retry_after is None


def test_our_own_errors_come_through() -> None:
    """What we raised within the library is what comes out, with more data."""
    own = errors.FileTooLargeError(size_mb=9, max_mb=5)
    found = _classify(_raised(own))
    assert found.data == {"platform": "youtube", "size_mb": 9, "max_mb": 5}


def test_errors_carry_what_the_sentence_needs() -> None:
    """A platform or a host, and never a URL."""
    assert _classify(_raised(_http(404))).data == {"platform": "youtube"}
    unsupported = _classify(UnsupportedError("https://y.example/?token=1"))
    assert unsupported.data == {"host": "y.example"}


def test_a_chain_in_a_circle_ends() -> None:
    """Exceptions can refer to each other."""
    one, two = RuntimeError("a"), RuntimeError("b")
    one.__cause__, two.__cause__ = two, one
    assert type(_classify(one)) is errors.UnknownError
