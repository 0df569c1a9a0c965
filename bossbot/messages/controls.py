"""The controls of a download: which a status message has, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from bossbot.messages.refusals import why_not
from bossbot.messages.view import View
from bossbot.models import ENDED, FETCH, DownloadRecord, State

type Style = Literal["primary", "secondary", "success", "danger"]


class Action(StrEnum):
    """What a button or a reaction does; the last three make what failed fit."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    DETAILS = "details"
    DELETE = "delete"
    SMALLER = "smaller"
    AUDIO = "audio"
    SPLIT = "split"


CHANGES: Final = (Action.SMALLER, Action.AUDIO, Action.SPLIT)
"""A retry with a difference; only where it is offered."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a status message."""

    action: Action
    label: str
    emoji: str
    style: Style = "secondary"


_BUTTONS: Final = (
    Button(Action.PAUSE, "Pause", "⏸️"),
    Button(Action.RESUME, "Resume", "▶️", "success"),
    Button(Action.SMALLER, "Smaller", "📉", "primary"),
    Button(Action.AUDIO, "Audio only", "🎵", "primary"),
    Button(Action.SPLIT, "Split", "✂️", "primary"),
    Button(Action.RETRY, "Retry", "🔄", "primary"),
    Button(Action.CANCEL, "Cancel", "⏹️", "danger"),
    Button(Action.DETAILS, "Details", "ℹ️"),
    Button(Action.DELETE, "Delete post", "🗑️", "danger"),
)

_DONE: Final = {
    Action.PAUSE: "⏸️ Paused",
    Action.RESUME: "▶️ Resumed",
    Action.CANCEL: "⏹️ Cancelled",
    Action.RETRY: "🔄 Trying again",
    Action.DELETE: "🗑️ Post deleted",
    Action.SMALLER: "📉 A smaller version is on its way",
    Action.AUDIO: "🎵 The sound alone is on its way",
    Action.SPLIT: "✂️ It is on its way in parts",
}
_NOT_HERE: Final = {
    "not_yours": "Only who asked for it and moderators can do that.",
    "not_posted": "Nothing was posted of this download that could be deleted.",
    "not_deleted": "Discord doesn't let me delete that post.",
}

NONE_OF_YOURS: Final = "🚫 You have no download under way here that could be cancelled."


def buttons_for(
    views: Sequence[View], offers: Sequence[Collection[str]] = ()
) -> tuple[Button, ...]:
    """Each button that fits at least one of a message's downloads.

    Args:
        views: The downloads as their requester sees them.
        offers: How each of them could be made to fit, in the same order: the values
            of `bossbot.models.Change`; shorter where nothing is offered.
    """
    offered = [*offers, *[()] * (len(views) - len(offers))]
    pairs = list(zip(views, offered, strict=True))
    return tuple(
        button
        for button in _BUTTONS
        if any(fits(button.action, view, changes) for view, changes in pairs)
    )


def button_of(action: Action) -> Button:
    """The button that does this."""
    return next(button for button in _BUTTONS if button.action is action)


def posts_of(view: View) -> tuple[str, ...]:
    """The ids of the messages in which a requester got the files."""
    mine = str(view.delivery.number)
    return tuple(
        message
        for key, post in view.record.posts.items()
        if key.partition(".")[0] == mine
        for message in post.messages
    )


def not_now(action: Action, record: DownloadRecord) -> str | None:
    """Why an action makes no sense in this state, though the ledger would take it."""
    if action is Action.RESUME and record.state is not State.PAUSED:
        return "ended" if record.state in ENDED else "running"
    return None


def refusal(action: Action, reason: str) -> str:
    """Why an action is not possible, as an answer."""
    word = Action.RETRY if action in CHANGES else action
    return f"🚫 {_NOT_HERE.get(reason) or why_not(word, reason)}"


def outcome(action: Action, done: int, of: int, refused: Sequence[str]) -> str:
    """What an action came to.

    Args:
        action: Any but details.
        done: To how many downloads it was done.
        of: How many the message shows.
        refused: Why not to the others, as whole answers.
    """
    if not done:
        return refused[0] if refused else refusal(action, "unknown")
    if of == 1:
        return f"{_DONE[action]}."
    return f"{_DONE[action]}: {done} of {of} downloads."


def cleared(count: int) -> str:
    """What the emptying of a server's queue came to."""
    if not count:
        return "🧹 Nothing is waiting here."
    what = "1 waiting download was" if count == 1 else f"{count} waiting downloads were"
    return f"🧹 {what} cancelled. Running ones go on."


def without_link(text: str, url: str | None) -> str:
    """A status message without the link to a post that is gone."""
    if url is None:
        return text
    return text.replace(f"\nPost: {url}", "").replace(f" {url}", "")


def deleted_note(user: str) -> str:
    """What a status message says from then on. The id is a snowflake."""
    return f"🗑️ The post was deleted by <@{user}>."


def fits(action: Action, view: View, changes: Collection[str] = ()) -> bool:
    """Whether a download has the button.

    Args:
        action: Of the button.
        view: The download as its requester sees it.
        changes: How it could be made to fit.
    """
    record, state = view.record, view.record.state
    match action:
        case Action.PAUSE:
            waits = state in {State.QUEUED, State.DELAYED}
            fetches = state not in ENDED and record.stage == FETCH
            alone = len(record.owed) <= 1
            return state is not State.PAUSED and (waits or fetches) and alone
        case Action.RESUME:
            return state is State.PAUSED
        case Action.CANCEL:
            return state not in ENDED or (state is State.FAILED and bool(changes))
        case Action.RETRY:
            return state is State.FAILED and not changes
        case Action.DELETE:
            return state is State.COMPLETED and bool(posts_of(view))
        case Action.DETAILS:
            return True
    return state is State.FAILED and action.value in changes
