"""The runtime for the JavaScript of YouTube's player, which yt-dlp has to run."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path


def deno() -> Path | None:
    """Deno: that of the extra `youtube`, beside Python's programs, else on PATH."""
    own = Path(sysconfig.get_path("scripts")) / "deno"
    found = own if os.access(own, os.X_OK) else shutil.which("deno")
    return None if found is None else Path(found).absolute()
