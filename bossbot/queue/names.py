"""Names that the broker and the ledger see."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

CONTROL: Final = "control"
"""The queue of work that any worker may do: reconciler ticks, fan-outs."""

MOST_LINKS: Final = 10
"""In one command of a member."""

_ID = re.compile(r"[a-z0-9]{8,32}")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12


def host_queue(disk_id: str) -> str:
    """The queue that only the workers beside this disk consume."""
    return f"host.{disk_id}"


def new_download_id() -> str:
    """An id people can read out: 12 characters, 59 bits, no look-alikes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def derived_download_id(seed: str) -> str:
    """The id that always comes of the same seed, of the same shape."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    letters = []
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)


def download_ids(command: str) -> tuple[str, ...]:
    """The ids that the downloads of a command get, by the place of their link.

    A command delivered twice by Discord's gateway is enqueued once, and a bot that
    restarts finds all the downloads of a command.

    Args:
        command: The id of its message or interaction.
    """
    return tuple(
        derived_download_id(f"{command}/{number}") for number in range(MOST_LINKS)
    )


def is_download_id(value: str) -> bool:
    """Whether this may be an id; everything that makes a path or key asks."""
    return _ID.fullmatch(value) is not None
