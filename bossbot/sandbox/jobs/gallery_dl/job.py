"""The `gallery_dl` job: everything gallery-dl finds at a URL, in this directory."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import gallery_dl.exception

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetching.cookies import told
from bossbot.sandbox.jobs.fetching.metadata import of_gallery_dl
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.fetching.profiles import most_files
from bossbot.sandbox.jobs.gallery_dl.album import Album, acceptable
from bossbot.sandbox.jobs.gallery_dl.config import configure
from bossbot.sandbox.jobs.gallery_dl.extractors import find
from bossbot.sandbox.jobs.gallery_dl.output import Output
from bossbot.sandbox.jobs.gallery_dl.session import Session


def warm() -> None:
    """Import all extractors and compile their patterns: 0.6 s once, not per job."""
    find("https://warm.invalid/")
    import_module("gallery_dl.downloader.http")


def run(params: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Fetch into the working directory.

    Args:
        params: `FetchParams` as JSON.
        channel: Gets the progress.

    Returns:
        `files` (`path` relative to the directory, `name`, `description`), `metadata`
        (as `bossbot.models.Metadata`), `skipped` (errors of single files) and
        `cookies` (those it has now, as lines of a Netscape file).

    Raises:
        BossBotError: There is no file; this is why.
    """
    job = FetchParams.of(params)
    directory = Path.cwd()
    configure(job, str(directory))
    extractor = find(job.url)
    if not acceptable(extractor) or not job.url.startswith(("http://", "https://")):
        raise UnsupportedUrlError(host=job.host)
    output = Output(
        directory,
        channel,
        max_files=most_files(
            f"{extractor.category}:{extractor.subcategory}", job.url, job.max_files
        ),
        max_bytes=job.max_bytes,
    )
    album = Album(params=job, output=output)
    try:
        _fetch_all(extractor, album)
    except Exception as error:
        if not output.files:
            raise album.classified(error) from error
        album.skipped.append(album.classified(error))
    if not output.files:
        raise album.nothing()
    return {
        "files": [
            {"path": path, "name": name, "description": output.descriptions.get(path)}
            for path, name in output.files.items()
        ],
        "metadata": {
            **of_gallery_dl(album.keywords or {}, job.url),
            "age_restricted": album.adult,
        },
        "skipped": [one.to_dict() for one in album.skipped],
        "cookies": told(album.jar) if job.cookies else None,
    }


def _fetch_all(extractor: Any, album: Album) -> None:
    """Fetch as much as is wanted; raises what ended it early."""
    session = Session(extractor, album=album)
    try:
        with suppress(gallery_dl.exception.StopExtraction):
            session.run()
    except Exception:
        album.output.give_up_promises()
        raise
    session.streams.fetch(alone=album.output.max_files < album.params.max_files)
    if album.output.files or album.skipped:
        return
    for fetch in album.stills:
        fetch()
