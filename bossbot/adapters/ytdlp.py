"""yt-dlp as a tool of the fetch stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, override

from bossbot.adapters.fetching import SandboxedTool
from bossbot.adapters.javascript import deno
from bossbot.pipeline.ports import FetchRequest
from bossbot.sandbox.protocol import JobKind, JobSpec

_WANT_JAVASCRIPT: Final = frozenset({"youtube"})
_QUIET: Final = {"DENO_DIR": "/dev/null", "DENO_NO_UPDATE_CHECK": "1"}
"""Deno keeps nothing, and asks nobody for a newer one."""


class YtDlp(SandboxedTool):
    """Videos, streams, playlists and plain files; see `bossbot.sandbox.jobs.ytdlp`."""

    name = "yt-dlp"
    kind: JobKind = "ytdlp"

    @override
    def _spec(
        self, request: FetchRequest, proxy: str, descriptors: Mapping[int, int]
    ) -> JobSpec:
        spec = super()._spec(request, proxy, descriptors)
        runtime = deno() if request.platform in _WANT_JAVASCRIPT else None
        if runtime is None:
            return spec
        return replace(
            spec,
            params={**spec.params, "programs": [str(runtime)]},
            environment={**spec.environment, **_QUIET},
        )
