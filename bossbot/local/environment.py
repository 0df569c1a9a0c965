"""What child processes are told: our environment, with our settings spelled out.

They run in the root directory, where no file of the user's can be taken for a module
or for settings; so what `.env` says, and every relative path, goes along by variable.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pydantic import SecretStr

import bossbot
from bossbot.settings import PREFIX, Settings, variable

DIRECTORY: Final = "/"
"""Where they run."""


def environment(settings: Settings, **changes: object) -> dict[str, str]:
    """The environment of a child process.

    Args:
        settings: Every one that is set goes along.
        changes: Fields of `Settings` that are others for this child; None unsets.
    """
    values = {name: getattr(settings, name) for name in settings.model_fields_set}
    values |= changes
    told = {f"{PREFIX}{name.upper()}": _text(value) for name, value in values.items()}
    ours = told.keys() | {variable(name) for name in values}
    inherited = {
        name: value for name, value in os.environ.items() if name.upper() not in ours
    }
    code = str(Path(bossbot.__file__).parent.parent)
    paths = [code, *filter(None, [os.environ.get("PYTHONPATH")])]
    inherited["PYTHONPATH"] = os.pathsep.join(paths)
    return inherited | told


def _text(value: object) -> str:
    """A field's value as a variable; empty counts as not set."""
    match value:
        case None:
            return ""
        case SecretStr():
            return value.get_secret_value()
        case Path():
            return str(value.expanduser().absolute())
        case bool():
            return str(int(value))
        case tuple():
            return ",".join(map(str, value))
        case _:
            return str(value)
