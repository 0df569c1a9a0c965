"""The played sites, and the tools' own command lines run against them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import pytest

from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.fixtures import played_sites, site_player

__all__ = ["played_sites", "site_player"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a tool left."""

    files: dict[str, bytes]
    errors: str


type RunTool = Callable[..., Run]


def _run(directory: Path, player: SitePlayer, *command: str) -> Run:
    # Nothing of the caller's configuration, and no other trust than the player's CA.
    environment = {
        "HOME": str(directory / "home"),
        "PATH": os.environ["PATH"],
        "SSL_CERT_FILE": str(player.ca_file),
    }
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    found = directory / "found"
    paths = [path for path in found.rglob("*") if path.is_file()]
    return Run({path.name: path.read_bytes() for path in paths}, done.stderr)


@pytest.fixture
def gallery_dl(tmp_path: Path, site_player: SitePlayer) -> RunTool:
    """Runs the unmodified gallery-dl on some URLs."""

    def run(*urls: str) -> Run:
        raw = f'{{"compat_opts":["no-certifi"],"ffmpeg_location":"{_FFMPEG}"}}'
        command = ["gallery_dl", "--config-ignore", "--proxy", site_player.proxy_url]
        command += ["-o", f"extractor.verify={site_player.ca_file}", "-R", "0"]
        command += ["-o", f"downloader.ytdl.raw-options={raw}"]
        command += ["-o", "extractor.sleep-request=0", "-d", "found"]
        return _run(tmp_path, site_player, *command, *urls)

    return run


@pytest.fixture
def yt_dlp(tmp_path: Path, site_player: SitePlayer) -> RunTool:
    """Runs the unmodified yt-dlp on some URLs."""

    def run(*urls: str) -> Run:
        command = ["yt_dlp", "--ignore-config", "--proxy", site_player.proxy_url]
        command += ["--compat-options", "no-certifi", "--retries", "0"]
        command += ["--ffmpeg-location", _FFMPEG, "-P", "found", "-i"]
        return _run(tmp_path, site_player, *command, *urls)

    return run


_FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
