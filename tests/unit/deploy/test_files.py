"""What the deployments' files say is so: commands exist, variables are read."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import Any

import click
import pytest
import yaml
from celery.bin.celery import celery

from bossbot.cli import cli
from tests.unit.deploy.files import KNOWN, app_json, procfile, text, units

pytestmark = pytest.mark.unit


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text("deploy/compose.yaml"))
    return loaded


def commands() -> list[tuple[str, str]]:
    """Every command that some file starts, with where it stands."""
    services = compose()["services"]
    found = [(f"Procfile {name}", line) for name, line in procfile().items()]
    found += [
        (f"compose {name}", service["command"])
        for name, service in services.items()
        if name != "redis"
    ]
    found += [(f"unit {name}", unit["ExecStart"][0]) for name, unit in units().items()]
    return found


@pytest.mark.parametrize(("where", "line"), commands())
def test_each_command_exists_and_takes_its_options(where: str, line: str) -> None:
    """Bot, worker, beat and Flower are started the way they can be."""
    program, *arguments = shlex.split(line)
    name = program.rpartition("/")[2]
    assert name in {"bossbot", "celery"}, where
    if name == "bossbot":
        assert arguments[0] in cli.list_commands(click.Context(cli))
        return
    assert arguments[:2] == ["-A", "tasks"]
    command, *options = arguments[2:]
    if command != "flower":  # a plug-in of Celery's, without options here
        known = {o for p in celery.commands[command].params for o in p.opts}
        given = {option.partition("=")[0] for option in options if option[:2] == "--"}
        assert given <= known, where


def test_every_deployment_runs_the_same_processes() -> None:
    """Procfile, Heroku's formation, compose and systemd agree."""
    processes = set(procfile())
    assert processes == {"bot", "worker", "beat", "web"}
    assert set(app_json()["formation"]) == processes
    assert set(compose()["services"]) == processes | {"redis"}
    assert {"web" if name == "flower" else name for name in units()} == processes


def test_every_variable_is_one_that_is_read() -> None:
    """A misspelt variable would silently do nothing."""
    used = set(app_json()["env"])
    used |= set(re.findall(r"(?m)^#?([A-Z][A-Z_]+)=", text("deploy/env.example")))
    for service in compose()["services"].values():
        used |= set(service.get("environment", {}))
    for unit in units().values():
        for line in unit["Environment"]:
            used |= {pair.partition("=")[0] for pair in line.split()}
    used |= set(re.findall(r"\b(BOSS_BOT_[A-Z_]+)=", text("deploy/Dockerfile")))
    assert used <= KNOWN


def test_what_a_deployment_needs_is_required_of_its_operator() -> None:
    """The token, and Flower's password; the rest has defaults."""
    required = {name for name, env in app_json()["env"].items() if env.get("required")}
    assert required == {"DISCORD_TOKEN", "FLOWER_BASIC_AUTH"}


def test_a_worker_ends_in_time_wherever_it_runs() -> None:
    """Celery's plain SIGTERM waits for downloads; ten seconds of grace must fit."""
    assert "worker: REMAP_SIGTERM=SIGQUIT " in text("Procfile")
    service = compose()["services"]["worker"]
    assert service["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
    assert service["stop_grace_period"] == "30s"
    unit = units()["worker"]
    assert "REMAP_SIGTERM=SIGQUIT" in unit["Environment"]
    assert (unit["KillMode"], unit["TimeoutStopSec"]) == (["mixed"], ["30"])


def test_the_queue_is_kept_and_never_evicted() -> None:
    """The server that compose brings along does what `bossbot check` asks for."""
    command = compose()["services"]["redis"]["command"]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_containers_run_without_rights() -> None:
    """No root, no capability, and the image is the only thing to execute."""
    assert "\nUSER bossbot\n" in text("deploy/Dockerfile")
    for name, service in compose()["services"].items():
        if name != "redis":
            assert service["cap_drop"] == ["ALL"]
            assert service["read_only"] is True


def test_the_image_holds_what_the_wheel_is_made_of() -> None:
    """A file that the build needs and that isn't copied would break it."""
    wheel = tomllib.loads(text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]
    needed = {*wheel["wheel"]["include"], "pyproject.toml", "uv.lock", "README.md"}
    kept = set(re.findall(r"(?m)^!(\S+)$", text(".dockerignore")))
    assert needed <= kept
    for name in needed:
        assert re.search(rf"COPY .*\b{re.escape(name)}\b", text("deploy/Dockerfile"))
