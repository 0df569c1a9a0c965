"""The generator of `releases.txt`: `python -m bossbot.adapters.releases`.

Reads in `uv.lock` when the files of the locked versions were uploaded.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Final

from bossbot.adapters.libraries import LIBRARIES

LOCK: Final = Path(__file__).parents[2] / "uv.lock"
TABLE: Final = Path(__file__).with_name("releases.txt")


def render(lock: str) -> str:
    """The table: library, version and day of its release on each line.

    Raises:
        LookupError: The lock lacks a library, or its registry keeps no such times.
        ValueError: It names no file of a library.
    """
    packages = {one["name"]: one for one in tomllib.loads(lock)["package"]}
    lines = []
    for name in LIBRARIES:
        package = packages[name]
        uploads = [package.get("sdist", {}), *package.get("wheels", ())]
        days = [date.fromisoformat(u["upload-time"][:10]) for u in uploads if u]
        lines.append(f"{name} {package['version']} {min(days)}\n")
    return "".join(lines)


def main() -> None:
    """Write the table into the source tree."""
    try:
        text = render(LOCK.read_text("utf-8"))
    except (LookupError, ValueError) as error:
        sys.exit(f"uv.lock doesn't tell when the libraries were released: {error}")
    TABLE.write_text(text, "ascii")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
