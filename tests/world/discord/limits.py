"""What a message may hold at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.world.discord.components import problem
from tests.world.discord.replies import (
    EMPTY_MESSAGE,
    INVALID_FORM,
    TOO_LARGE,
    Refused,
)

if TYPE_CHECKING:
    from tests.world.discord.messages import Attachment, Message

LAYOUT = 1 << 15
"""The flag of a message that is laid out by components v2."""

CONTENT, NONCE, FILES, EMBEDS, EMBED_TOTAL = 2000, 25, 10, 10, 6000
EMBED = {"title": 256, "description": 4096}
FIELD = {"name": 256, "value": 1024}


def check(message: Message) -> None:
    """Refuse a message as Discord does; its files are looked at by `check_files`."""
    if len(message.content) > CONTENT:
        refuse("content: must be 2000 or fewer in length")
    if len(message.nonce or "") > NONCE:
        refuse("nonce: must be 25 or fewer in length")
    if len(message.attachments) > FILES:
        refuse("attachments: must be 10 or fewer")
    if wrong := embeds_problem(message.embeds):
        refuse(f"embeds: {wrong}")
    layout = bool(message.flags & LAYOUT)
    if wrong := problem(message.components, layout=layout):
        refuse(f"components: {wrong}")
    if layout and (message.content or message.embeds):
        refuse("content and embeds: not with components v2")
    inside = message.content or message.attachments or message.embeds
    if not inside and not message.components and not message.loading:
        raise Refused(*EMPTY_MESSAGE)


def check_files(files: list[Attachment], one: int, together: int) -> None:
    """Refuse what is larger than one file or a request may be, in bytes."""
    sizes = [file.size for file in files]
    if max(sizes, default=0) > one or sum(sizes) > max(one, together):
        raise Refused(*TOO_LARGE)


def refuse(detail: str) -> None:
    raise Refused(*INVALID_FORM, detail=detail)


def embeds_problem(embeds: list[dict[str, Any]]) -> str:
    """Why Discord refuses them, or nothing."""
    if len(embeds) > EMBEDS:
        return "more than 10"
    total = 0
    for embed in embeds:
        fields = embed.get("fields", [])
        if len(fields) > 25:
            return "more than 25 fields"
        pieces = [(embed.get(name), most) for name, most in EMBED.items()]
        pieces += [(one.get(key), FIELD[key]) for one in fields for key in FIELD]
        pieces.append(((embed.get("footer") or {}).get("text"), 2048))
        pieces.append(((embed.get("author") or {}).get("name"), 256))
        if any(len(text or "") > most for text, most in pieces):
            return "a part that is too long"
        if any(not one.get(key) for one in fields for key in FIELD):
            return "a field without name or value"
        total += sum(len(text or "") for text, _ in pieces)
    return "more than 6000 characters" if total > EMBED_TOTAL else ""
