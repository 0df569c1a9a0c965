"""What the system is compared with; all go through the same proxy to the same sites."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

import imageio_ffmpeg

from tests.world.processes import ROOT, clean_environment

type Tool = Literal["gallery-dl", "yt-dlp"]


class Sites:
    """The site player as a process of its own: it shares no interpreter with anyone."""

    def __init__(self, proxy: str, ca_file: str) -> None:
        self.proxy = proxy
        self.ca_file = ca_file

    @property
    def settings(self) -> dict[str, str]:
        """What a worker needs to know of it."""
        return {
            "BOSS_BOT_PROXY": self.proxy,
            "BOSS_BOT_CA_FILE": self.ca_file,
            "BOSS_BOT_EGRESS_ALLOW": self.proxy.removeprefix("http://"),
        }


@contextmanager
def played_sites(folder: Path) -> Iterator[Sites]:
    """Play the sites while the block runs."""
    command = [sys.executable, "-m", "tests.world.siteplayer", "--dir", str(folder)]
    with _ended(
        subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE
        )
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Sites(told["proxy"], told["ca_file"])


class Library:
    """A library in one process, called link after link; imports do not count."""

    def __init__(self, process: subprocess.Popen[bytes], sites: Sites) -> None:
        self._process = process
        self._sites = sites

    async def fetch(self, urls: Sequence[str]) -> float:
        """Seconds for all of them."""
        return await asyncio.to_thread(self._fetch, urls)

    def _fetch(self, urls: Sequence[str]) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            work = {
                "urls": list(urls),
                "directory": folder,
                "proxy": self._sites.proxy,
                "ca_file": self._sites.ca_file,
            }
            self._process.stdin.write(json.dumps(work).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            _insist(Path(folder), len(urls))
        return float(json.loads(answer)["seconds"])


@contextmanager
def library(tool: Tool, sites: Sites) -> Iterator[Library]:
    """The library, imported and waiting."""
    with ExitStack() as closing:
        home = closing.enter_context(tempfile.TemporaryDirectory())
        process = closing.enter_context(
            _ended(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.benchmarks.library", tool],
                    cwd=ROOT,
                    env=_environment(sites, home),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            )
        )
        yield Library(process, sites)


async def command_lines(
    tool: Tool,
    urls: Sequence[str],
    sites: Sites,
    more: Sequence[str] = (),
    *,
    files: int | None = None,
) -> float:
    """Seconds for one process of the tool per link, one after the other.

    Args:
        tool: Which.
        urls: One a process.
        sites: Where they are played.
        more: Further options.
        files: How many there must be in the end; one a link by default.
    """
    wanted = len(urls) if files is None else files
    return await asyncio.to_thread(_command_lines, tool, urls, sites, more, wanted)


def _command_lines(
    tool: Tool, urls: Sequence[str], sites: Sites, more: Sequence[str], files: int
) -> float:
    program = str(Path(sys.executable).with_name(tool))
    options = {
        "gallery-dl": ("--proxy", sites.proxy, "-o", f"verify={sites.ca_file}"),
        "yt-dlp": (
            *("--proxy", sites.proxy, "--compat-options", "no-certifi"),
            *("--ffmpeg-location", imageio_ffmpeg.get_ffmpeg_exe()),
        ),
    }[tool]
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as out:
        began = time.perf_counter()
        for url in urls:
            subprocess.run(
                [program, *options, *more, "--quiet", url],
                cwd=out,
                env=_environment(sites, home),
                stdin=subprocess.DEVNULL,
                check=True,
            )
        seconds = time.perf_counter() - began
        _insist(Path(out), files)
    return seconds


def _environment(sites: Sites, home: str) -> dict[str, str]:
    return clean_environment(SSL_CERT_FILE=sites.ca_file, HOME=home)


def _insist(folder: Path, count: int) -> None:
    """A contender that fetched nothing was fast, but not good."""
    found = sum(len(files) for _, _, files in os.walk(folder))
    if found != count:
        raise RuntimeError(f"{found} files instead of {count}")


@contextmanager
def _ended[P: subprocess.Popen[Any]](process: P) -> Iterator[P]:
    with process:
        try:
            yield process
        finally:
            process.terminate()
