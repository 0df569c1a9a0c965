"""What is played: one module a site; each `play` adds its routes."""

from __future__ import annotations

from tests.world.siteplayer.registry import Sites
from tests.world.siteplayer.sites import (
    bluesky,
    faults,
    files,
    files_peertube,
    files_podcast,
    imgur,
    instagram,
    members,
    reddit,
    short,
    streams,
    subtitles,
    tiktok,
    twitter,
    youtube,
)

_MODULES = (
    *(files, files_peertube, files_podcast, faults, streams, subtitles, short),
    members,
    *(reddit, twitter, instagram, youtube, tiktok, imgur, bluesky),
)


def all_sites() -> Sites:
    """Every site there is."""
    sites = Sites()
    for module in _MODULES:
        module.play(sites)
    return sites
