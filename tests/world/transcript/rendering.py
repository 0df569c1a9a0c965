"""Messages as Markdown that looks on a page much as it does in Discord."""

from __future__ import annotations

import re
from typing import Final

from tests.world.discord import Attachment, Message
from tests.world.discord.components import BUTTON, walk
from tests.world.transcript.evened import Even

_ITEM: Final = re.compile(r"(\d+\.|[-•]) ")


def shown(message: Message, even: Even) -> str:
    """What one sees of a message: text, files, buttons; as a quotation."""
    lines = even(message.content).split("\n") if message.content else []
    lines += [_attached(one, even) for one in message.attachments]
    if pressed := _buttons(message):
        lines.append(pressed)
    return "\n".join(_quoted(lines))


def written(text: str, even: Even) -> str:
    """A member's words, where nothing is a link or markup."""
    return f"`{_plain(even(text))}`"


def _plain(text: str) -> str:
    return text.replace("**", "")


def _quoted(lines: list[str]) -> list[str]:
    """Lines stay lines; lists are told from what follows them."""
    quoted: list[str] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        text = _markup(line)
        item, next_item = _is_item(line), following and _is_item(following)
        if following is None or item or next_item:
            quoted.append(f"> {text}")
        else:
            quoted.append(f"> {text}<br>")
        if item != bool(next_item) and following is not None:
            quoted.append(">")
    return quoted


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _markup(line: str) -> str:
    """Discord's small print and bullets; nothing else differs."""
    if line.startswith("-# "):
        return f"<sub>{line[3:]}</sub>"
    return re.sub(r"^• ", "- ", re.sub(r" {3}(?=ETA|Time)", " &emsp;", line))


def _attached(one: Attachment, even: Even) -> str:
    size = one.size / 1024 / 1024
    told = f", {size:.1f} MB" if size >= 1 else ""
    said = f"<br>alternative text: *{even(one.description)}*" if one.description else ""
    return f"📎 `{even(one.filename)}`{told}{said}"


def _buttons(message: Message) -> str:
    return " ".join(
        f"`[{(one.get('emoji') or {}).get('name', '')} {one.get('label', '')}]`"
        for one in walk(message.components)
        if one["type"] == BUTTON
    )
