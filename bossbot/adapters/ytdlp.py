"""yt-dlp as a tool of the fetch stage."""

from __future__ import annotations

from bossbot.adapters.fetching import SandboxedTool
from bossbot.sandbox.protocol import JobKind


class YtDlp(SandboxedTool):
    """Videos, streams, playlists and plain files; see `bossbot.sandbox.jobs.ytdlp`."""

    name = "yt-dlp"
    kind: JobKind = "ytdlp"
