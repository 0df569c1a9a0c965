"""What never reaches a log."""

from __future__ import annotations

import pytest

from bossbot.observability.redaction import MASK, Redactor
from bossbot.settings import Settings

pytestmark = pytest.mark.unit

TOKEN = ".".join(("MTk4NjIyNDgzNDcxOTI1MjQ4", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWs"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at redis://user:hunter22@host/0 now", f"at redis://{MASK}@host/0 now"),
        ("via http://api-key@host:1,", f"via http://{MASK}@host:1,"),
        ("via http://u:p@ss@host:1", f"via http://{MASK}@host:1"),
        ("https://a.b/@user/1", "https://a.b/@user/1"),
        ("https://a.b?to=c@d", f"https://a.b?{MASK}"),
        ("GET https://a.b/c?sig=abc#x done", f"GET https://a.b/c?{MASK} done"),
        ("https://a.b/c", "https://a.b/c"),
        (f"token {TOKEN}!", f"token {MASK}!"),
        ("Cookie: session=1; b=2", f"Cookie: {MASK}"),
    ],
)
def test_shapes_of_secrets_are_masked(text: str, expected: str) -> None:
    """Secrets of others are recognised by what they look like."""
    assert Redactor()(text) == expected


def test_configured_secrets_are_masked_wherever_they_stand() -> None:
    """Whatever a secret looks like: if it is configured, it never comes out."""
    settings = Settings(
        discord_token="tok-en-value",
        redis_url="redis://:pass-word@host/0",
        _env_file=None,
    )
    redact = Redactor.of(settings)
    assert redact("x tok-en-value y pass-word z") == f"x {MASK} y {MASK} z"


def test_every_password_of_a_list_is_masked() -> None:
    """Each site's proxy has one of its own."""
    proxies = "a=http://me:pass-one@h:1,b=http://me:pass-two@h:2"
    settings = Settings(proxies=proxies, _env_file=None)
    assert Redactor.of(settings)("pass-one, pass-two") == f"{MASK}, {MASK}"


@pytest.mark.parametrize(
    ("proxy", "text"),
    [
        ("http://api-key@h:1", "api-key"),
        ("http://api-key:@h:1", "api-key"),
        ("http://me:a%2Cb%40cde@h:1", "a%2Cb%40cde"),
        ("http://me:a%2Cb%40cde@h:1", "a,b@cde"),
        ("http://me:a@bcdef@h:1", "a@bcdef"),
    ],
)
def test_however_a_proxy_is_told_its_secret(proxy: str, text: str) -> None:
    """A key in place of a name, and what stands encoded in the setting."""
    settings = Settings(proxy=proxy, _env_file=None)
    assert Redactor.of(settings)(f"x {text} y") == f"x {MASK} y"
