"""The files that deployments are made of, read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bossbot.settings import PREFIX, Settings, variable

ROOT = Path(__file__).parents[3]

OF_OTHERS = {"FLOWER_BASIC_AUTH", "REMAP_SIGTERM", "PYTHONUNBUFFERED", "PATH"}
"""Variables that Flower, Celery, Python and the shell read."""

KNOWN = {variable(field) for field in Settings.model_fields}
KNOWN |= {PREFIX + field.upper() for field in Settings.model_fields}
KNOWN |= OF_OTHERS


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def app_json() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text("app.json"))
    return loaded


def procfile() -> dict[str, str]:
    """Commands by process type, without the variables before them."""
    lines = (line.split(": ", 1) for line in text("Procfile").splitlines() if line)
    return {name: re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line) for name, line in lines}


def units() -> dict[str, dict[str, list[str]]]:
    """The directives of each systemd unit, each with all its values."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((ROOT / "deploy/systemd").glob("*.service")):
        directives: dict[str, list[str]] = {}
        for line in path.read_text("utf-8").splitlines():
            if "=" in line and not line.startswith("#"):
                name, _, value = line.partition("=")
                directives.setdefault(name, []).append(value)
        found[path.stem.removeprefix("bossbot-")] = directives
    return found
