"""The baseline: a download library called in one process, one link after the other.

A program: reads `Work` as JSON lines from standard input, answers each with a line
`{"seconds": …}`. The library is imported and its extractors are prepared before the
first line is read, so that neither counts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, TypedDict

type Fetch = Callable[[str, Work], None]


class Work(TypedDict):
    """One run."""

    urls: list[str]
    directory: str
    proxy: str
    ca_file: str


def _gallery_dl() -> Fetch:
    from gallery_dl import config, extractor, job

    extractor.find("https://warm.invalid/")

    def fetch(url: str, work: Work) -> None:
        config.clear()
        for name in ("base-directory", "proxy", "verify"):
            value = {
                "base-directory": work["directory"],
                "proxy": work["proxy"],
                "verify": work["ca_file"],
            }[name]
            config.set(("extractor",), name, value)
        config.set(("output",), "mode", "null")
        config.set(("cache",), "file", ":memory:")
        status = job.DownloadJob(url).run()
        if status:
            raise RuntimeError(f"gallery-dl: {status}")

    return fetch


def _ytdlp() -> Fetch:
    import yt_dlp

    def options(work: Work) -> Any:
        return {
            "proxy": work["proxy"],
            "compat_opts": ["no-certifi"],
            "paths": {"home": work["directory"]},
            "quiet": True,
            "noprogress": True,
            "cachedir": False,
        }

    with yt_dlp.YoutubeDL({"quiet": True}) as warm:
        for name in warm._ies:
            warm.get_info_extractor(name).suitable("https://warm.invalid/")

    def fetch(url: str, work: Work) -> None:
        with yt_dlp.YoutubeDL(options(work)) as tool:
            tool.download([url])

    return fetch


PREPARED = {"gallery-dl": _gallery_dl, "yt-dlp": _ytdlp}


def main() -> None:
    """Answer until the end of the input."""
    fetch = PREPARED[sys.argv[1]]()
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        work: Work = json.loads(line)
        began = time.perf_counter()
        for url in work["urls"]:
            fetch(url, work)
        answer = {"seconds": time.perf_counter() - began}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
