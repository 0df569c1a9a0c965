"""The `ytdlp` job: everything yt-dlp finds at a URL, as files in this directory."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Any

from yt_dlp.utils import DownloadCancelled

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.failures.classify import foremost
from bossbot.sandbox.jobs.fetching.cookies import told
from bossbot.sandbox.jobs.fetching.metadata import of_ytdlp
from bossbot.sandbox.jobs.fetching.params import FetchParams, safe_name
from bossbot.sandbox.jobs.ytdlp.merge import merge
from bossbot.sandbox.jobs.ytdlp.options import extractors, forbid_plugins
from bossbot.sandbox.jobs.ytdlp.patience import TooLong, limited
from bossbot.sandbox.jobs.ytdlp.session import Session
from bossbot.sandbox.jobs.ytdlp.subtitles import subtitles_of
from bossbot.sandbox.jobs.ytdlp.videos import Video


def warm() -> None:
    """Do once what every job would begin with: 0.4 s instead of 0.1 s in each.

    That is compiling the patterns of all extractors, and importing the one that is
    asked about every unknown site, with what it brings along.
    """
    forbid_plugins()
    for extractor in extractors().values():
        extractor.suitable("https://warm.invalid/")
    import_module("yt_dlp.extractor.generic")
    import_module("_strptime")


def run(params: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Fetch into the working directory.

    Args:
        params: `FetchParams` as JSON.
        channel: Gets the progress.

    Returns:
        `files` (`path` relative to the directory, `name`), `metadata` (as
        `bossbot.models.Metadata`), `skipped` (errors of single files) and `cookies`
        (those it has now, as lines of a Netscape file).

    Raises:
        BossBotError: There is no file; this is why.
    """
    began = time.monotonic()
    forbid_plugins()
    job = FetchParams.of(params)
    directory = Path.cwd()
    session = Session(job, directory, channel)
    videos = session.videos
    try:
        with session, limited():
            session.extract_info(job.url)
    except DownloadCancelled:
        pass  # as many files as were wanted
    except TooLong:
        videos.skipped.append(UnsupportedUrlError(host=job.host, reason="no_media"))
    except Exception as error:
        explained = session.errors.explain(error)
        if not videos.found:
            raise explained from error
        videos.skipped.append(explained)
    if not videos.found:
        raise foremost(videos.skipped, host=job.host)
    files = [_file(video, directory) for video in videos.found]
    infos = [video.info for video in videos.found]
    metadata = of_ytdlp(infos)
    if job.subtitles:
        left = job.deadline - (time.monotonic() - began)
        with session:
            found = subtitles_of(session, infos[0], directory, seconds=left / 2)
        metadata["subtitles"] = found
    return {
        "files": files,
        "metadata": metadata,
        "skipped": [one.to_dict() for one in videos.skipped],
        "cookies": told(session.cookiejar) if job.cookies else None,
    }


def _file(video: Video, directory: Path) -> dict[str, str]:
    path = video.paths[0]
    if len(video.paths) > 1:
        path = merge(path, video.paths[1], directory / f"{path.stem}-whole")
    title = str(video.info.get("title") or video.info.get("id") or "")
    return {
        "path": path.relative_to(directory).as_posix(),
        "name": safe_name(title, path.suffix[1:]),
    }
