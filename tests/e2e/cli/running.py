"""`bossbot` as a user runs it, in a folder in which nothing may be left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from tests.world.processes import clean_environment, wait_until
from tests.world.siteplayer import SitePlayer

PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    stdout: str
    stderr: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Every line of stdout as JSON; anything else there is an error."""
        return [json.loads(line) for line in self.stdout.splitlines()]


class Running:
    """A started command."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.pid = process.pid

    def end(self) -> Ended:
        """Wait for it."""
        stdout, stderr = self.process.communicate(timeout=PATIENCE)
        return Ended(self.process.returncode, stdout, stderr or "")

    def below(self, word: str, *, but: Collection[int] = ()) -> psutil.Process:
        """The oldest living descendant whose command line holds the word.

        Args:
            word: What to look for; waited for.
            but: Processes that are not meant.
        """
        found: list[psutil.Process] = []

        def look() -> bool:
            everyone = psutil.Process(self.pid).children(recursive=True)
            new = [p for p in everyone if p.pid not in but]
            found[:] = [p for p in new if word in " ".join(_command(p))]
            return bool(found)

        wait_until(look, what=f"a process with {word} in its command line")
        return min(found, key=lambda process: process.create_time())


class Place:
    """A short folder for everything: paths of sockets have little room."""

    def __init__(self, folder: Path, player: SitePlayer | None) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.storage = self.temporary / "storage"
        self.settings: dict[str, str] = {}
        if player is not None:
            self.settings = {
                "BOSS_BOT_PROXY": player.proxy_url,
                "BOSS_BOT_CA_FILE": str(player.ca_file),
                "BOSS_BOT_EGRESS_ALLOW": player.proxy_url.partition("//")[2],
            }

    def start(
        self, *arguments: str, stderr: IO[str] | None = None, **settings: str
    ) -> Running:
        """Start a command; this folder is its working directory."""
        environment = clean_environment(
            **self.settings | settings,
            TMPDIR=str(self.temporary),
            BOSS_BOT_STORAGE_ROOT=str(self.storage),
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "bossbot", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr or subprocess.PIPE,
            text=True,
        )
        return Running(process)

    def run(self, *arguments: str, **settings: str) -> Ended:
        """Run a command to its end."""
        return self.start(*arguments, stderr=None, **settings).end()

    def get(self, *arguments: str, **settings: str) -> Ended:
        """Run `bossbot get` into `out`."""
        return self.run("get", "-o", str(self.out), *arguments, **settings)

    def processes(self) -> list[psutil.Process]:
        """All living processes that have to do with this folder."""
        return list(self._processes())

    def _processes(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            try:
                if process.status() == psutil.STATUS_ZOMBIE:
                    continue
                words = [*process.cmdline(), *_environment(process, self.folder)]
            except psutil.Error:
                continue
            ours = any(str(self.folder) in word for word in words)
            if ours and process.pid != os.getpid():
                yield process

    def expect_no_processes(self, *, within: float = 10) -> None:
        """Nothing runs any more."""
        wait_until(lambda: not self.processes(), within=within, what="silence")

    def expect_nothing_left(self) -> None:
        """No process, no temporary file; delivered files may be there."""
        self.expect_no_processes()
        assert list(self.temporary.iterdir()) == []
        assert not list(self.folder.rglob("*.part"))

    def close(self) -> None:
        """End what a failed test left."""
        for process in self.processes():
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue


def _environment(process: psutil.Process, folder: Path) -> list[str]:
    """What it was told; our programs show that to root alone.

    To others, each of them that is younger than these tests counts as told of it.
    """
    try:
        return list(process.environ().values())
    except psutil.AccessDenied:
        words = process.cmdline()
        ours = "bossbot" in words or "tasks" in words
        young = process.create_time() > psutil.Process().create_time()
        return [str(folder)] if ours and young else []


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
