"""`python -m tests.benchmarks NAME…|all [--quick]`: measure and print a table."""

from __future__ import annotations

import argparse
import asyncio
import logging
from importlib import import_module

import structlog

from tests.benchmarks.figures import Figure, table

NAMES = (
    "small",
    "large",
    "sources",
    "chains",
    "queue",
    "fairness",
    "recovery",
    "storm",
    "memory",
    "talking",
    "startup",
)


async def measure(name: str, *, quick: bool) -> list[Figure]:
    """The figures of one benchmark."""
    module = import_module(f"tests.benchmarks.{name}")
    figures: list[Figure] = await module.measure(quick=quick)
    return figures


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=[*NAMES, "all"], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="less, to see it works")
    options = parser.parse_args()
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    names = NAMES if "all" in options.names else options.names
    for name in names:
        figures = asyncio.run(measure(name, quick=options.quick))
        print(f"\n{name}\n{table(figures)}", flush=True)


if __name__ == "__main__":
    main()
