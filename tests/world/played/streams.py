"""HLS and DASH, with several qualities, and live."""

from __future__ import annotations

from typing import Any, Final

from tests.world.played.case import Case
from tests.world.siteplayer.sites import streams as site


def _video(name: str, url: str, **how: Any) -> Case:
    return Case(
        platform="other", name=name, url=url, tool="yt-dlp", kinds=("video",), **how
    )


def _refused(name: str, url: str, reason: str) -> Case:
    return Case(
        platform="other",
        name=name,
        url=url,
        error="invalid_file",
        data={"reason": reason},
    )


CASES: Final = (
    _video("HLS", site.HLS),
    _video("HLS in three qualities", site.HLS_LADDER),
    _video("HLS in three qualities, sound apart", site.HLS_APART),
    _video("HLS, encrypted with a public key", site.ENCRYPTED),
    _video("DASH in three qualities, sound apart", site.DASH_LADDER),
    _video("DASH in VP9 and in H.264", site.DASH_CODECS),
    _video("page with a stream in it", site.PAGE),
    _video("page with a video in three qualities", site.PLAIN_LADDER),
    _refused("HLS, live", site.LIVE, "live"),
    _refused("page with a live stream in it", site.LIVE_PAGE, "live"),
    _refused("DASH, live", site.LIVE_DASH, "live"),
    _refused("HLS, FairPlay", site.FAIRPLAY, "drm"),
    _refused("HLS, samples encrypted", site.SAMPLE_AES, "drm"),
    _refused("DASH, Widevine", site.WIDEVINE, "drm"),
    Case(
        platform="other",
        name="HLS that leads to local files",
        url=site.HOSTILE,
        error="unsupported_url",
    ),
)
