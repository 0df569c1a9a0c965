"""The processes a deployment is made of, as command lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PYTHON: Final = (sys.executable, "-s")
_CELERY: Final = (*_PYTHON, "-m", "celery", "--quiet", "-A", "tasks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One process of a deployment.

    Attributes:
        name: What people call it.
        patience: Seconds it gets to end by itself when it is asked to.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    patience: float


def worker(
    environment: Mapping[str, str], *, patience: float, node: str = "celery"
) -> Program:
    """A worker host. It is alone, or its neighbours don't matter: no gossip.

    Args:
        environment: What it is told.
        patience: Seconds it gets to end by itself.
        node: Tells the workers of one machine apart, in Flower and by remote control.
    """
    quiet = ("--without-gossip", "--without-mingle")
    return Program(
        name="worker",
        command=(*_CELERY, "worker", *quiet, "-n", f"{node}@%h"),
        environment=environment,
        patience=patience,
    )


def beat(environment: Mapping[str, str], *, schedule: Path, patience: float) -> Program:
    """The clock of the cleanups and the reconciler."""
    return Program(
        name="beat",
        command=(*_CELERY, "beat", "--schedule", str(schedule), "--pidfile="),
        environment=environment,
        patience=patience,
    )


def flower(environment: Mapping[str, str], *, patience: float) -> Program:
    """The operators' window; where and for whom stands in `FLOWER_*`."""
    return Program(
        name="flower",
        command=(*_CELERY, "flower"),
        environment=environment,
        patience=patience,
    )


def bot(environment: Mapping[str, str], *, patience: float) -> Program:
    """The Discord bot."""
    return Program(
        name="bot",
        command=(*_PYTHON, "-m", "bossbot", "bot"),
        environment=environment,
        patience=patience,
    )
