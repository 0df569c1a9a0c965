"""Buttons as Discord gets them."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from bossbot.bot.status.buttons import ControlButton, buttons_now, view_of
from bossbot.messages.controls import Action, button_of
from bossbot.messages.view import View
from bossbot.models import FETCH, ErrorRecord, State
from tests.world.records import a_record

pytestmark = pytest.mark.unit
SNOWFLAKE = "1573782603725537386"


async def test_a_view_holds_all_that_a_button_needs() -> None:
    """Action and command are its id; nothing is kept, nothing times out."""
    view = view_of([button_of(action) for action in Action], SNOWFLAKE)
    assert view is not None
    assert view.timeout is None
    assert all(isinstance(item, ControlButton) for item in view.children)
    shown = [one for row in view.to_components() for one in row["components"]]
    ids = [one["custom_id"] for one in shown]
    assert ids == [f"bossbot:{action}:{SNOWFLAKE}" for action in Action]
    assert max(map(len, ids)) <= 100
    assert all(one["label"] and one["emoji"]["name"] for one in shown)
    assert len(view.to_components()) <= 5


async def test_no_buttons_are_no_view() -> None:
    """A message without any is edited to have none."""
    assert view_of([], SNOWFLAKE) is None


async def test_a_button_is_read_from_its_id() -> None:
    """Whoever made it: this run or an earlier one."""
    template = ControlButton.__discord_ui_compiled_template__
    match = template.fullmatch(f"bossbot:pause:{SNOWFLAKE}")
    assert match is not None
    none = cast("Any", None)
    button = await ControlButton.from_custom_id(none, none, match)
    assert (button.action, button.command) == (Action.PAUSE, SNOWFLAKE)
    for other in ("bossbot:explode:1", "bossbot:pause:x", "bossbot:pause:", "pause:1"):
        assert template.fullmatch(other) is None


async def test_offers_stand_for_as_long_as_they_can_be_kept() -> None:
    """What is too large is offered differently at first, later to be tried again."""
    error = ErrorRecord(code="file_too_large", permanent=True)
    for ended, there in ((time.time(), "smaller"), (time.time() - 3600, "retry")):
        record = a_record(State.FAILED, stage=FETCH, error=error, ended=ended, files=())
        actions = {button.action for button in await buttons_now([View(record=record)])}
        assert actions & {"smaller", "retry"} == {there}
