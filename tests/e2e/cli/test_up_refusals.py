"""`bossbot up` where something is missing: said once, clearly, with exit code 3."""

from __future__ import annotations

import pytest

from tests.e2e.cli.running import Place

pytestmark = pytest.mark.e2e


def test_without_a_token_it_names_the_way_without_bot(place: Place) -> None:
    """Nothing is started."""
    ended = place.run("up")
    assert ended.code == 3
    assert "DISCORD_TOKEN is not set" in ended.stderr
    assert "--no-bot" in ended.stderr
    assert ended.stdout == ""
    place.expect_nothing_left()


def test_a_bot_that_can_not_run_here_stops_everything(place: Place) -> None:
    """Its own words, once; no endless restarts, and no process is left."""
    ended = place.run(
        "up",
        DISCORD_TOKEN="a.token.of.nobody",
        BOSS_BOT_DISCORD_API_BASE="http://127.0.0.1:9/api/v10",
    )
    assert ended.code == 3
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: Discord can't be reached at http://127.0.0.1:9")
    assert ended.stderr.count("Discord can't be reached") <= 2  # the bot's, and ours
    place.expect_no_processes()
