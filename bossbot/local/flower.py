"""Where Flower stands and who may look: chosen for those who didn't choose."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dotenv import dotenv_values

from bossbot.settings import Settings

_USUAL_PORT: Final = 5555
_USER: Final = "boss-bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowerPlace:
    """How Flower is started and reached.

    Attributes:
        variables: What it reads; the password goes this way, where no list of
            processes shows it.
        login: User and password, if they were made here.
    """

    url: str
    variables: Mapping[str, str] = field(repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)


def place_flower(settings: Settings) -> FlowerPlace:
    """Decide what `FLOWER_*` (or `PORT`) left open."""
    told = _told()
    variables: dict[str, str] = dict(told)
    login = None
    if not (told.get("FLOWER_BASIC_AUTH") or told.get("FLOWER_AUTH")):
        login = (_USER, secrets.token_urlsafe(15))
        variables["FLOWER_BASIC_AUTH"] = ":".join(login)
    # A platform that gives us a port routes the outside to it.
    port = settings.port or int(told.get("FLOWER_PORT") or 0) or _free_port()
    variables["FLOWER_PORT"] = str(port)
    address = told.get("FLOWER_ADDRESS") or ("0.0.0.0" if settings.port else "")  # noqa: S104
    prefix = told.get("FLOWER_URL_PREFIX", "").strip("/")
    path = f"/{prefix}/" if prefix else "/"
    return FlowerPlace(
        url=f"http://{address or '127.0.0.1'}:{port}{path}",
        variables=variables,
        login=login,
    )


def _told() -> dict[str, str]:
    """`FLOWER_*` of the environment, and of `.env`, which Flower doesn't read."""
    both = {**dotenv_values(".env"), **os.environ}
    return {
        name: value
        for name, value in both.items()
        if name.startswith("FLOWER_") and value
    }


def _free_port() -> int:
    for port in (_USUAL_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return _USUAL_PORT
