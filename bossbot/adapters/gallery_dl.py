"""gallery-dl as a tool of the fetch stage."""

from __future__ import annotations

from bossbot.adapters.fetching import SandboxedTool
from bossbot.sandbox.protocol import JobKind


class GalleryDl(SandboxedTool):
    """Posts, albums and plain files; see `bossbot.sandbox.jobs.gallery_dl`."""

    name = "gallery-dl"
    kind: JobKind = "gallery_dl"
