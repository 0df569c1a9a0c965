"""The samples beside the checkout: real and hostile files, and what is expected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[4] / "shared" / "corpus"

STREAM_TAGS = {
    *("major_brand", "minor_version", "compatible_brands", "encoder", "duration"),
    *("language", "handler_name", "vendor_id"),
}
"""Of the container itself; nothing in them is anybody's."""
HIDDEN = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"%PDF-", b"<?php")


@dataclass(frozen=True)
class Sample:
    """One file: `expected` is what the corpus says of it."""

    path: Path
    group: str
    expected: str

    def judge(self, *, accepted: bool) -> bool:
        """Whether that is allowed."""
        if self.expected == "must_process":
            return accepted
        return not (self.expected == "must_refuse" and accepted)


def samples() -> list[Sample]:
    """All of them; none where the corpus is not there."""
    listing = ROOT / "media.json"
    if not listing.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(listing.read_text())
    return [
        Sample(ROOT / "media" / row["file"], row["group"], row["expected"])
        for row in rows
    ]
