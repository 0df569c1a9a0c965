"""Every error in words, with a next step and without a secret."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import bossbot
from bossbot import errors
from bossbot.links.parse import Reason as LinkReason
from bossbot.media.refusals import REASONS
from bossbot.messages.errors import _TABLE, explain
from bossbot.messages.reasons import FILE, LINK, NEVER_FETCHED
from bossbot.messages.refusals import REASONS as CONTROL_REASONS
from bossbot.messages.walls import DENIED, LOGIN
from bossbot.models import ErrorRecord

pytestmark = pytest.mark.unit

_FILE = "InvalidFileError"
KINDS = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_has_words(kind: type[errors.BossBotError]) -> None:
    """No error is left to the sentence for unknown ones, and none needs its data."""
    assert kind.code in _TABLE
    words = explain(kind())
    assert words.title
    assert words.text
    assert "None" not in str(words)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.NetworkError(platform="reddit"), "I couldn't reach Reddit."),
        (errors.NetworkError(platform="other"), "I couldn't reach the site."),
        (
            errors.RateLimitedError(platform="twitter", retry_after=90),
            "by Twitter/X. Please wait 1m 30s",
        ),
        (
            errors.FileTooLargeError.refused(size=30 * 1024**2, limit=25 * 1024**2),
            "Discord refused 30 MB. Maximum size: 25 MB.",
        ),
        (
            errors.FileTooLargeError.refused(size=1024**2, limit=None),
            "Discord refused 1 MB. Try",
        ),
        (
            errors.PermissionDeniedError(reason="age_restricted"),
            "only in age-restricted channels",
        ),
        (
            errors.PermissionDeniedError(reason="platform", platform="tiktok"),
            "🔒 That leads to TikTok, and this server takes nothing from there.",
        ),
        (
            errors.FileTooLargeError(size_mb=61.5, max_mb=20),
            "📦 61.5 MB! Maximum size: 20 MB.",
        ),
        (errors.InvalidUrlError(reason="scheme"), "Only http and https"),
        (errors.InvalidFileError(reason="web_page"), "it is a web page"),
        (errors.InvalidFileError(reason="live"), "live stream. Ask for it when"),
        (errors.DiscordRefusedError(reason="unclear"), "whether it arrived"),
        (errors.DiscordRefusedError(status=403), "attach files"),
        (errors.QueueFullError(waiting=50, wait_seconds=120.5), "in about 2 minutes."),
        (errors.QueueFullError(waiting=50, wait_seconds=3), "Room in a moment."),
        (errors.QueueFullError(waiting=50, wait_seconds=None), "Try again later."),
        (
            errors.DailyLimitError(used=10, limit=10, resets_in=18_000),
            "Total downloads today: 10/10. Resets in 5 hours.",
        ),
        (errors.IntakeStoppedError(reason="back at *5*"), "for now: `back at *5*`."),
        (errors.IntakeStoppedError(reason=""), "aren't taken for now. What"),
        (errors.NotPossibleError(action="pause", reason="shared"), "Can't pause: 🚫"),
        (
            errors.LoginRequiredError(platform="instagram"),
            "Instagram shows this only to people",
        ),
        (
            errors.LoginRequiredError(platform="youtube", reason="robot"),
            "YouTube takes me for a robot",
        ),
        (
            errors.LoginRequiredError(platform="instagram", reason="challenge"),
            "wants mine to prove itself. You can't cure that; my operators can.",
        ),
        (
            errors.LoginRequiredError(platform="instagram", cookies="used"),
            "to the account I have there, or has logged it out. You can't cure that;",
        ),
        (errors.PermissionDeniedError(platform="reddit"), "needs an account. Try a"),
        (
            errors.PermissionDeniedError(platform="reddit", reason="blocked"),
            "Reddit blocks the network I run in",
        ),
        (
            errors.PermissionDeniedError(platform="other", reason="challenge"),
            "the site wants a proof that I'm no robot",
        ),
        (
            errors.PermissionDeniedError(platform="tiktok", reason="blocked"),
            "TikTok has removed this, or blocks the network I run in.",
        ),
        (
            errors.RateLimitedError(platform="twitter", reason="guest_token"),
            "lets in no guests for the moment. Please wait a few minutes",
        ),
        (errors.UnsupportedUrlError(reason="no_media"), "No media found: 🧭"),
        (
            errors.InvalidFileError(reason="no_sound"),
            "No sound: 🔇 There is no sound in it. Ask for it without",
        ),
        (errors.WorkerLostError(times=5), "broke down 5 times"),
    ],
)
def test_words(error: errors.BossBotError, said: str) -> None:
    """The data stands where it belongs."""
    assert said in str(explain(error))


def test_unknown_code_of_a_newer_version() -> None:
    """A code this version doesn't know is an unknown error."""
    error = ErrorRecord(code="flux", permanent=True)
    assert explain(error).title == "Unknown error"


def test_data_is_neutralised() -> None:
    """A host name from a link can neither mention nor mark up."""
    words = explain(errors.UnsupportedUrlError(host="@everyone`[x](http://y)"))
    assert not set("@`[]") & set(words.text)


def test_an_operators_reason_cannot_leave_its_span() -> None:
    """Whatever they type, it neither mentions nor marks up, nor grows endless."""
    words = explain(errors.IntakeStoppedError(reason="`@everyone`\n" + "x" * 900))
    assert words.text.count("`") == 2
    assert len(words.text) < 300


@pytest.mark.parametrize("action", ["cancel", "pause", "resume", "retry"])
@pytest.mark.parametrize("reason", CONTROL_REASONS)
def test_every_control_refused_says_why(action: str, reason: str) -> None:
    """No reason is left to the general sentence, and none is left unsaid."""
    words = explain(errors.NotPossibleError(action=action, reason=reason))
    assert words.title == f"Can't {action}"
    assert "doesn't allow" not in words.text
    assert f"`{reason}`" in " ".join((errors.NotPossibleError.__doc__ or "").split())


def test_every_reason_has_a_sentence() -> None:
    """What the links and the media packages may say is known here."""
    assert set(get_args(LinkReason.__value__)) == set(LINK)
    assert set(REASONS) <= set(FILE)


def _is(kind: str, node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == kind


def _words_of(node: ast.AST, kind: str) -> Iterator[str]:
    """The reasons that a place in the code gives an error of that name.

    Raised with `reason=…`, made by `invalid(…)` (an `InvalidFileError`), or in a table
    as a pair of class and data.
    """
    given: list[ast.expr | None] = []
    match node:
        case ast.Call(func=func, keywords=keywords) if _is(kind, func):
            given = [word.value for word in keywords if word.arg == "reason"]
        case ast.Call(func=ast.Name(id="invalid"), args=[word]) if kind == _FILE:
            given = [word]
        case ast.Tuple(elts=[found, ast.Dict(keys=keys, values=values)]):
            data = {
                getattr(k, "value", ""): v for k, v in zip(keys, values, strict=True)
            }
            given = [data.get("reason")] if _is(kind, found) else []
    for word in given:
        if isinstance(word, ast.IfExp):
            yield from (str(ast.literal_eval(one)) for one in (word.body, word.orelse))
        elif isinstance(word, ast.Constant):
            yield str(word.value)


def _given(kind: str) -> set[str]:
    """The reasons that the whole code gives an error of that name."""
    code = [path.read_text() for path in Path(bossbot.__file__).parent.rglob("*.py")]
    nodes = (node for text in code for node in ast.walk(ast.parse(text)))
    return {word for node in nodes for word in _words_of(node, kind)}


def test_no_reason_in_the_code_lacks_a_sentence() -> None:
    """And none here is left that nobody gives."""
    said, given = {*FILE, *NEVER_FETCHED}, _given(_FILE)
    assert {"drm", "streams", "too_slow"} <= given
    assert given - said == set()
    assert said - given - set(REASONS) == set()


@pytest.mark.parametrize(
    ("kind", "said"), [("PermissionDeniedError", DENIED), ("LoginRequiredError", LOGIN)]
)
def test_no_wall_lacks_a_sentence(kind: str, said: dict[str, tuple[str, str]]) -> None:
    """Why a site keeps us out is told for every reason there is, and no other."""
    assert _given(kind) == set(said)


@pytest.mark.parametrize("reason", sorted(NEVER_FETCHED))
def test_nothing_is_said_to_be_deleted_that_never_was_there(reason: str) -> None:
    """A live stream is refused before a byte of it comes."""
    text = str(explain(errors.InvalidFileError(reason=reason)))
    assert NEVER_FETCHED[reason] in text
    assert "deleted" not in text
