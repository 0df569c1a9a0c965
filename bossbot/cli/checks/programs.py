"""Python, the download libraries, ffmpeg and the JavaScript runtime.

The libraries are asked for by their metadata: only the sandbox may import them.
"""

from __future__ import annotations

import asyncio
import platform
import re
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from bossbot.adapters.ffmpeg_binary import ffmpeg_binary
from bossbot.adapters.javascript import deno
from bossbot.adapters.libraries import LIBRARIES, Library, library
from bossbot.cli.checks.finding import Area, Finding
from bossbot.settings import Settings

_PROGRAMS: Final = Area(name="Programs")
_REINSTALL: Final = "Install Boss-Bot anew (`uv sync`)."
INSTALL_DENO: Final = "Install the extra `youtube` (`uv sync --extra youtube`)."
_UPDATE: Final = (
    "Sites change: run `deploy/update-tools` in a checkout, and deploy what it changed."
)


async def programs(settings: Settings) -> AsyncIterator[Finding]:
    """The programs a worker needs."""
    yield _PROGRAMS.ok("Python", f"{platform.python_version()} on {sys.platform}")
    today = datetime.now(UTC).date()
    for name in LIBRARIES:
        yield _library(library(name), today)
    yield await _ffmpeg(settings.ffmpeg_path)
    yield await _javascript()


def _library(found: Library, today: date) -> Finding:
    """A library; the one that sites leave behind is told of before they do."""
    if found.version is None:
        return _PROGRAMS.missing(found.name, "not installed", _REINSTALL)
    age = found.age(today)
    if age is None:
        text = f"{found.version}, of unknown age: not the version in `uv.lock`"
        return _PROGRAMS.warning(found.name, text, _UPDATE)
    text = f"{found.version}, {age} day{'' if age == 1 else 's'} old"
    if found.old(today):
        return _PROGRAMS.warning(found.name, text, _UPDATE)
    return _PROGRAMS.ok(found.name, text)


async def _ffmpeg(configured: Path | None) -> Finding:
    fix = "Set BOSS_BOT_FFMPEG_PATH to an ffmpeg that runs here." + (
        " Or unset it: one comes along." if configured else ""
    )
    try:
        program = ffmpeg_binary(configured)
    except FileNotFoundError as error:
        return _PROGRAMS.missing("ffmpeg", str(error), fix)
    said = await _first_line(program, "-version")
    found = re.match(r"ffmpeg version (\S+)", said)
    if found is None:
        return _PROGRAMS.missing("ffmpeg", f"{program} doesn't run", fix)
    whose = "configured" if configured else "from the imageio-ffmpeg wheel"
    return _PROGRAMS.ok("ffmpeg", f"{found[1]} ({whose})")


async def _javascript() -> Finding:
    """The runtime that yt-dlp is given where YouTube's player has to be run."""
    program = deno()
    said = await _first_line(program, "--version") if program else ""
    if said.startswith("deno"):
        return _PROGRAMS.ok("deno", said.split()[1])
    return _PROGRAMS.warning(
        "deno",
        "absent: not all of YouTube's videos can be had",
        INSTALL_DENO,
    )


async def _first_line(program: Path, option: str) -> str:
    """What a program says first; nothing if it doesn't run, or not within 10 s."""
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            option,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return ""
    try:
        output, _ = await asyncio.wait_for(process.communicate(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()
        return ""
    return output.decode(errors="replace").partition("\n")[0]
