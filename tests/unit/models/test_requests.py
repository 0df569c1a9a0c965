"""What follows from a request alone."""

from __future__ import annotations

import pytest

from bossbot.models import DiscordTarget, Format
from tests.world.requests import MB, a_request

pytestmark = pytest.mark.unit


def for_server(upload_limit: int) -> DiscordTarget:
    return DiscordTarget(
        guild_id="1",
        channel_id="2",
        request_message_id=None,
        upload_limit=upload_limit,
    )


def test_the_smallest_limit_holds() -> None:
    """That of the kind, or of the server where it takes less."""
    assert a_request().posted_limits.video == 50 * MB
    assert a_request(target=for_server(20 * MB)).posted_limits.video == 20 * MB
    assert a_request(target=for_server(20 * MB)).posted_limits.audio == 10 * MB
    assert a_request(target=for_server(3 * MB)).posted_limits.image == 3 * MB


def test_a_site_is_the_platform_or_else_the_host() -> None:
    """One host that fails must not hold up all that have no name of their own."""
    assert a_request(platform="reddit").site == "reddit"
    assert a_request(canonical="https://a.example/x.mp4").site == "a.example"


def test_one_fetch_serves_equal_links_in_one_format() -> None:
    """Whoever asks, from wherever; another format is another fetch."""
    first = a_request(user="one", guild="1", limits=a_request().limits.within(MB))
    assert first.share_key == a_request(user="two", guild="2").share_key
    assert first.share_key != a_request(format=Format.AUDIO).share_key
    assert first.share_key != a_request(canonical="https://b.example/").share_key


def test_a_target_of_an_older_version_is_read() -> None:
    """With what it didn't say as it was meant then."""
    old = {"kind": "discord", "channel_id": "2", "upload_limit": 1}
    target = DiscordTarget.model_validate(old)
    assert (target.mention, target.age_restricted, target.command) == (
        True,
        False,
        None,
    )
    assert (target.notify, target.bar) == ("normal", "standard")
