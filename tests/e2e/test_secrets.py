"""A running deployment's secrets are in no job, no log, no record and not in Flower."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from bossbot.adapters.sandbox import Exit, JobSpec, Sandbox
from tests.integration.flower.site import Site, answers, free_port
from tests.world.at_work import AtWork, at_work
from tests.world.deployment import Deployment, pool_children, zygote
from tests.world.discord import DiscordServer, Message
from tests.world.memory import holds
from tests.world.processes import Child, wait_until
from tests.world.redis_server import redis_server
from tests.world.scene import Scene
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

CANARY = "canary7c41e09b"
SIGNATURE = "signature5d2e88"
COOKIE = "cookie91b3f07a"
"""Of an account on the host of the files: only a job that fetches there has it."""
USER = f"ops:{CANARY}-flower"


@dataclass(frozen=True)
class Whole:
    """Worker, bot, beat and Flower, with four downloads at work."""

    scene: Scene
    work: AtWork
    flower: Site

    @property
    def secretive(self) -> list[int]:
        """The processes that hold secrets."""
        children = [child.pid for child in pool_children(self.scene.worker)]
        return [*(child.pid for child in self.scene.deployment.workers), *children]


def secrets(sites: SitePlayer) -> dict[str, str]:
    """Settings whose every secret holds the canary, and one that isn't ours."""
    proxy = urlsplit(sites.proxy_url).netloc
    return {
        "BOSS_BOT_PROXY": f"http://{CANARY}-user:{CANARY}-proxy@{proxy}",
        "BOSS_BOT_PROXIES": f"reddit=http://{CANARY}-user:{CANARY}-way@{proxy}",
        "BOSS_BOT_CA_FILE": str(sites.ca_file),
        "BOSS_BOT_EGRESS_ALLOW": proxy,
        "SENTRY_DSN": f"http://{CANARY}dsn@127.0.0.1:9/1",
        "AWS_SECRET_ACCESS_KEY": f"{CANARY}-of-another-program",
        "NO_PROXY": f"{CANARY}.invalid",
        "FLOWER_BASIC_AUTH": USER,
        "BOSS_BOT_LOG_LEVEL": "DEBUG",
    }


def accounts(root: Path) -> Path:
    """An operator's directory with cookies."""
    directory = root / "accounts"
    directory.mkdir()
    path = directory / f"{files.HOST}.txt"
    path.write_text(f"{files.HOST}\tFALSE\t/\tTRUE\t0\tsession\t{COOKIE}\n")
    path.chmod(0o600)
    return directory


@pytest.fixture
async def whole(tmp_path: Path, played_sites: SitePlayer) -> AsyncIterator[Whole]:
    port = free_port()
    with (
        redis_server(f"{CANARY}-redis") as url,
        DiscordServer(token=f"{CANARY}-token") as discord,
        Deployment(
            tmp_path,
            redis_url=url,
            **secrets(played_sites),
            BOSS_BOT_COOKIES_DIR=str(accounts(tmp_path)),
            **discord.environment,
        ) as deployment,
    ):
        worker = deployment.start_worker()
        deployment.start_bot()
        deployment.start_beat()
        flower = Child.python(
            *("-m", "celery", "-A", "tasks", "flower", f"--port={port}"),
            environment=deployment.environment(),
            log=tmp_path / "flower.log",
        )
        deployment.workers.append(flower)
        site = Site(port, flower)
        scene = Scene(deployment=deployment, discord=discord, worker=worker)
        await asyncio.to_thread(discord.wait_for_bot)
        await asyncio.to_thread(wait_until, lambda: answers(site), within=60)
        async with at_work(scene) as work:
            yield Whole(scene, work, site)


def sockets(pid: int) -> set[str]:
    """The sockets a process has, by the kernel's number."""
    links = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in between
            links.append(str(descriptor.readlink()))
    return {link for link in links if link.startswith("socket:")}


def stored(url: str) -> str:
    """Everything in Redis, the broker's messages too."""
    with redis.Redis.from_url(url, decode_responses=True) as client:
        read = {
            "string": client.get,
            "hash": client.hgetall,
            "list": lambda key: client.lrange(key, 0, -1),
            "set": client.smembers,
            "zset": lambda key: client.zrange(key, 0, -1),
            "stream": client.xrange,
        }
        keys = [str(key) for key in client.scan_iter("*")]
        return repr({key: read[str(client.type(key))](key) for key in keys})


async def test_no_secret_leaves_the_processes_that_need_it(whole: Whole) -> None:
    """Looked for in the jobs at work, and then in all that remains of them."""
    scene, work = whole.scene, whole.work
    in_the_sandbox(whole)
    await from_the_sandbox(whole)
    for one in work.frozen:
        one.go_on()
    signed = f"{files.url('photo.jpg')}?sig={SIGNATURE}"
    bad = f"{files.url('nothing-there.jpg')}?sig={SIGNATURE}"
    discord = scene.discord
    for link, end in ((signed, "complete"), (bad, "👻")):
        member = discord.add_user(f"who wants {end}")  # one's own have a cooldown
        asked = discord.say(member, discord.channel, f"$dl {link}")
        await discord.wait_for(answer_to(asked, end))
    await scene.all_end_well(work.client, work.ids)
    for secret in (CANARY, COOKIE):
        assert secret not in stored(scene.deployment.url)
    in_flower(whole.flower)
    for child in scene.deployment.workers:
        child.stop()
    for log in ("worker.log", "bot.log", "beat.log", "flower.log"):
        text = (scene.deployment.root / log).read_text()
        assert text
        for secret in (CANARY, SIGNATURE, COOKIE):
            lines = [line for line in text.splitlines() if secret in line]
            assert lines == [], log
    told = [one for one in scene.deployment.root.rglob("*") if one.is_file()]
    written = [one.name for one in told if COOKIE.encode() in one.read_bytes()]
    assert written == [f"{files.HOST}.txt"]


def answer_to(asked: Message, text: str) -> Callable[[Message], bool]:
    return lambda message: message.reply_to == asked.id and text in message.content


def in_the_sandbox(whole: Whole) -> None:
    """Neither zygote nor job has one, nor a connection of who has."""
    suspects = [zygote(whole.scene.worker), *whole.work.jobs]
    assert len(suspects) == 5
    if os.geteuid() == 0:  # to others the kernel refuses it; see below
        theirs = set[str]().union(*map(sockets, whole.secretive))
        assert all(holds(pid, CANARY.encode()) for pid in whole.secretive)
    else:
        theirs = set()
    for process in suspects:
        assert CANARY not in repr((process.cmdline(), process.environ()))
        assert not holds(process.pid, CANARY.encode()), process
        assert sockets(process.pid) & theirs == set()
    *others, fetching = suspects
    assert holds(fetching.pid, COOKIE.encode())
    for process in others:
        assert not holds(process.pid, COOKIE.encode()), process


async def from_the_sandbox(whole: Whole) -> None:
    """Native code in a job could not read one either: the kernel refuses."""
    words = zygote(whole.scene.worker).cmdline()
    sandbox = Sandbox(Path(words[words.index("--socket") + 1]))
    root = whole.scene.deployment.root
    for pid in whole.secretive:
        for name in ("environ", "mem", "maps"):
            program = ["/usr/bin/head", "-c", "1", f"/proc/{pid}/{name}"]
            ended: Exit = await sandbox.run(
                JobSpec(
                    kind="exec",
                    params={"argv": program},
                    directory=str(root),
                    memory=64 << 20,
                    file_size=1,
                )
            )
            assert ended.code == 1, (pid, name)


def in_flower(flower: Site) -> None:
    """Neither of tasks nor of workers."""
    for path in ("/api/tasks", "/api/workers?refresh=1", "/tasks", "/workers"):
        status, body = flower.get(path, auth=USER)
        assert status == 200
        for secret in (CANARY, SIGNATURE, COOKIE):
            assert secret not in body
    _, body = flower.get("/api/tasks", auth=USER)
    assert len(json.loads(body)) > 10
