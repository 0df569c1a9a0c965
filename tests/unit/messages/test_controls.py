"""Which buttons a status message has, and what is said of pressing them."""

from __future__ import annotations

import pytest

from bossbot.messages.controls import (
    CHANGES,
    Action,
    buttons_for,
    cleared,
    not_now,
    outcome,
    posts_of,
    refusal,
)
from bossbot.messages.view import View
from bossbot.models import (
    ENDED,
    FETCH,
    UPLOAD,
    Change,
    Delivery,
    DownloadRecord,
    Post,
    State,
)
from tests.world.records import a_record
from tests.world.requests import a_request

pytestmark = pytest.mark.unit
POSTS = {"0.0.0": Post(at=1.0, messages=("11", "12")), "1.0.0": Post(at=1.0)}


def actions(*records: DownloadRecord, offers: tuple[set[Change], ...] = ()) -> set[str]:
    return of(*(View(record=record) for record in records), offers=offers)


def of(*views: View, offers: tuple[set[Change], ...] = ()) -> set[str]:
    return {button.action.value for button in buttons_for(views, offers)}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (a_record(State.QUEUED, stage=FETCH), {"pause", "cancel"}),
        (a_record(State.QUEUED, stage=UPLOAD), {"pause", "cancel"}),
        (a_record(State.DISPATCHED, stage=FETCH), {"pause", "cancel"}),
        (a_record(State.RUNNING, stage=FETCH), {"pause", "cancel"}),
        (a_record(State.RUNNING, stage=UPLOAD), {"cancel"}),
        (a_record(State.DELAYED, stage=FETCH), {"pause", "cancel"}),
        (a_record(State.PAUSED, stage=FETCH), {"resume", "cancel"}),
        (a_record(State.FAILED, stage=FETCH), {"retry"}),
        (a_record(State.CANCELLED, stage=FETCH), set()),
        (a_record(State.COMPLETED), set()),
        (a_record(State.COMPLETED, posts=POSTS), {"delete"}),
    ],
)
def test_each_state_has_its_buttons(record: DownloadRecord, expected: set[str]) -> None:
    """Those that would do something, and the receipt always."""
    assert actions(record) == expected | {"details"}


def test_what_is_shared_has_no_pause() -> None:
    """One alone can't put aside what others wait for."""
    two = tuple(Delivery(number=n, id=f"d{n}", request=a_request()) for n in range(2))
    assert "pause" not in actions(a_record(State.RUNNING, stage=FETCH, deliveries=two))


def test_only_ones_own_post_can_be_deleted() -> None:
    """What was posted for somebody else is no reason for a button."""
    deliveries = tuple(
        Delivery(number=n, id=f"d{n}", request=a_request(user=f"u{n}"))
        for n in range(2)
    )
    record = a_record(deliveries=deliveries, posts=POSTS)
    theirs, mine = (View(record=record, id=one.id) for one in deliveries)
    assert "delete" in of(theirs)
    assert "delete" not in of(mine)
    assert posts_of(theirs) == ("11", "12")
    assert posts_of(mine) == ()


def test_what_does_not_fit_is_offered_differently() -> None:
    """Instead of a retry, which would end the same; or it is left at that."""
    failed = a_record(State.FAILED)
    offers = ({Change.SMALLER, Change.SPLIT},)
    assert actions(failed, offers=offers) == {"smaller", "split", "cancel", "details"}
    fine = a_record(State.COMPLETED)
    assert actions(fine, offers=offers) == {"details"}


def test_several_downloads_share_their_buttons() -> None:
    """Each button that fits at least one of them, once, in two rows at most."""
    records = [a_record(state, stage=FETCH, posts=POSTS) for state in State]
    offers: tuple[set[Change], ...] = (*[set[Change]()] * len(records), set(Change))
    found = actions(*records, a_record(State.FAILED), offers=offers)
    assert found == {action.value for action in Action}
    assert len(Action) <= 10


def test_the_offers_are_actions() -> None:
    """A button's action is the change that it asks for."""
    assert {action.value for action in CHANGES} == {change.value for change in Change}


def test_button_texts_fit_discord() -> None:
    """Labels of at most 80 characters, an action per button."""
    views = [View(record=a_record(state, stage=FETCH)) for state in State]
    buttons = buttons_for(views)
    assert len({button.action for button in buttons}) == len(buttons)
    assert all(0 < len(button.label) <= 80 and button.emoji for button in buttons)


@pytest.mark.parametrize("state", State)
def test_what_the_ledger_would_take_and_nobody_means(state: State) -> None:
    """Nothing is resumed that isn't paused."""
    record = a_record(state)
    reason = not_now(Action.RESUME, record)
    assert (reason is None) == (state is State.PAUSED)
    assert (reason == "ended") == (state in ENDED)
    assert not_now(Action.PAUSE, record) is None


def test_what_an_action_came_to() -> None:
    """One download plainly, several by number; else the first reason."""
    assert outcome(Action.PAUSE, 1, 1, ()) == "⏸️ Paused."
    assert outcome(Action.CANCEL, 2, 3, ("no",)) == "⏹️ Cancelled: 2 of 3 downloads."
    assert outcome(Action.CANCEL, 0, 3, ("no", "never")) == "no"
    assert "no such download" in outcome(Action.CANCEL, 0, 0, ())
    for action in set(Action) - {Action.DETAILS}:
        assert outcome(action, 1, 1, ())


def test_refusals_say_why() -> None:
    """By the ledger's table, and what it doesn't know."""
    assert "past fetching" in refusal(Action.PAUSE, "running")
    assert "not failed" in refusal(Action.SMALLER, "not_failed")
    assert "who asked for it" in refusal(Action.SPLIT, "not_yours")
    assert "Nothing was posted" in refusal(Action.DELETE, "not_posted")


def test_clearing_says_how_many() -> None:
    """None, one, several."""
    assert cleared(0) == "🧹 Nothing is waiting here."
    assert "1 waiting download was cancelled" in cleared(1)
    assert "7 waiting downloads were cancelled" in cleared(7)
