"""The five stages with their tools."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TypedDict

from bossbot.adapters.directory import DirectoryPoster
from bossbot.adapters.discord_login import DiscordLogin
from bossbot.adapters.discord_rest import DiscordPoster
from bossbot.adapters.disk import Disk
from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.ffmpeg import Ffmpeg
from bossbot.adapters.ffmpeg_binary import ffmpeg_binary
from bossbot.adapters.gallery_dl import GalleryDl
from bossbot.adapters.ledger import Stages
from bossbot.adapters.media import SandboxedMedia
from bossbot.adapters.sandbox import Sandbox
from bossbot.adapters.short_links import SandboxedShortLinks
from bossbot.adapters.ytdlp import YtDlp
from bossbot.models import CLEANUP, FETCH, TRANSCODE, UPLOAD, VALIDATE
from bossbot.pipeline.again import serving_again
from bossbot.pipeline.cleanup import cleanup
from bossbot.pipeline.fetch import fetch
from bossbot.pipeline.ports import Poster, ShortLinks, Tool
from bossbot.pipeline.room import giving_way
from bossbot.pipeline.supervisor import Work
from bossbot.pipeline.transcode import transcode
from bossbot.pipeline.upload import upload
from bossbot.pipeline.validate import validate
from bossbot.settings import MB, Settings


def works(
    settings: Settings,
    zygote: Path,
    ledger: Stages,
    disk: Disk,
    closing: AsyncExitStack,
) -> Mapping[str, Work]:
    """What each stage does, by its name."""
    sandbox = Sandbox(zygote)
    media = _media(settings, sandbox, disk)
    fetching = fetch_stage(settings, sandbox, settings.fetch_timeout_seconds)
    return {
        FETCH: partial(
            giving_way,
            work=partial(serving_again, work=fetching, kept=disk),
            kept=disk,
        ),
        VALIDATE: partial(validate, media=media),
        TRANSCODE: partial(
            transcode, media=media, deadline=settings.transcode_timeout_seconds
        ),
        UPLOAD: partial(upload, ledger=ledger, posters=_posters(settings, closing)),
        CLEANUP: partial(cleanup, kept=disk),
    }


def fetch_stage(settings: Settings, sandbox: Sandbox, deadline: float) -> Work:
    """The fetch stage alone; `deadline` in seconds."""
    return partial(
        fetch,
        **_tools(settings, sandbox),
        deadline=deadline,
        allow=settings.egress_allow,
    )


class _Tools(TypedDict):
    tools: Mapping[str, Tool]
    short_links: ShortLinks


def _tools(settings: Settings, sandbox: Sandbox) -> _Tools:
    guard = EgressGuard.from_settings(settings)
    made = (
        YtDlp(sandbox=sandbox, guard=guard, settings=settings),
        GalleryDl(sandbox=sandbox, guard=guard, settings=settings),
    )
    links = SandboxedShortLinks(sandbox=sandbox, guard=guard, settings=settings)
    return {"tools": {tool.name: tool for tool in made}, "short_links": links}


def _media(settings: Settings, sandbox: Sandbox, disk: Disk) -> SandboxedMedia:
    memory = settings.job_memory_mb * MB
    ffmpeg = Ffmpeg(
        sandbox=sandbox,
        program=ffmpeg_binary(settings.ffmpeg_path),
        memory=memory,
        cpu_locks=[disk.layout.lock(f"cpu-{n}") for n in range(settings.cpu_slots)],
    )
    return SandboxedMedia(sandbox=sandbox, ffmpeg=ffmpeg, memory=memory)


def _posters(settings: Settings, closing: AsyncExitStack) -> Mapping[str, Poster]:
    login = DiscordLogin(
        api_base=settings.discord_api_base,
        gateway=settings.discord_gateway,
        token=settings.require_discord_token,
    )
    closing.push_async_callback(login.close)
    return {"directory": DirectoryPoster(), "discord": DiscordPoster(login)}
