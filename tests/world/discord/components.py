"""Buttons and selects: finding them on a message, and what Discord refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

BUTTON, TEXT_INPUT = 2, 4
SELECTS = {3, 5, 6, 7, 8}
LINK = 5


class Button(NamedTuple):
    """What a member sees; `label` is the emoji where there is no label."""

    label: str
    custom_id: str
    disabled: bool
    style: int


class Select(NamedTuple):
    """A menu; `options` maps the shown labels to the values that are sent."""

    placeholder: str
    custom_id: str
    disabled: bool
    options: dict[str, str]
    type: int


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, the nested ones too."""
    for one in components:
        yield one
        yield from walk(one.get("components", []))
        if accessory := one.get("accessory"):
            yield accessory


def buttons(components: list[dict[str, Any]]) -> list[Button]:
    return [
        Button(
            one.get("label") or (one.get("emoji") or {}).get("name") or "",
            one.get("custom_id", ""),
            bool(one.get("disabled")),
            one["style"],
        )
        for one in walk(components)
        if one["type"] == BUTTON
    ]


def selects(components: list[dict[str, Any]]) -> list[Select]:
    return [
        Select(
            one.get("placeholder") or "",
            one["custom_id"],
            bool(one.get("disabled")),
            {option["label"]: option["value"] for option in one.get("options", ())},
            one["type"],
        )
        for one in walk(components)
        if one["type"] in SELECTS
    ]


def problem(components: list[dict[str, Any]], *, layout: bool = False) -> str:
    """Why Discord refuses them, or nothing.

    Args:
        components: Of a message.
        layout: Whether the message has the flag of components v2.
    """
    found = list(walk(components))
    if layout:
        return "too many components" if len(found) > 40 else _each(found)
    if len(components) > 5:
        return "more than 5 rows"
    for row in components:
        if row["type"] != 1:
            return "what is not a row at the top"
        inside = row.get("components", [])
        wide = any(one["type"] in SELECTS for one in inside)
        if not 1 <= len(inside) <= (1 if wide else 5):
            return "a row holds 1 to 5 buttons or one select"
    return _each(found)


def _each(found: list[dict[str, Any]]) -> str:
    ids = [one["custom_id"] for one in found if "custom_id" in one]
    if len(ids) != len(set(ids)):
        return "custom_id used twice"
    if any(not 1 <= len(id_) <= 100 for id_ in ids):
        return "custom_id of 1 to 100 characters"
    return next(filter(None, map(_one, found)), "")


def _one(component: dict[str, Any]) -> str:
    if component["type"] == BUTTON:
        if len(component.get("label") or "") > 80:
            return "a button's label of more than 80 characters"
        if not component.get("label") and not component.get("emoji"):
            return "a button without label and emoji"
        link = component["style"] == LINK
        if link != ("url" in component) or link == ("custom_id" in component):
            return "a link has a url, any other button a custom_id"
    if component["type"] == 3:
        options = component.get("options", [])
        if not 1 <= len(options) <= 25:
            return "1 to 25 options"
        words = [w for o in options for w in (o["label"], o["value"])]
        if any(not 1 <= len(word) <= 100 for word in words):
            return "an option of 1 to 100 characters"
    return ""
