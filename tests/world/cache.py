"""What tests make once and keep between runs, outside the checkout."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any


def cache_directory() -> Path:
    """Where `made` keeps files, per user and generation of `tests.world.media`."""
    root = Path(tempfile.gettempdir()) / f"boss-bot-test-media-{os.getuid()}-2"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def made(name: str, maker: Callable[..., Path], **how: Any) -> Path:
    """The file of that name, made by `maker(path, **how)` if nobody did so before.

    The name must change with `how`. Two test runs at once do no harm.
    """
    target = cache_directory() / name
    if not target.exists():
        half = target.with_name(f"{uuid.uuid4().hex}.{name}")
        maker(half, **how)
        try:
            half.replace(target)
        except OSError:  # a directory that another run made first
            shutil.rmtree(half)
    return target
