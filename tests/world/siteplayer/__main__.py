"""Play the sites as a process: `python -m tests.world.siteplayer --dir DIR`.

Prints one JSON line, `{"proxy": "http://127.0.0.1:PORT", "ca_file": "…"}`, and plays
until SIGTERM or Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.world.siteplayer.player import Stage
from tests.world.siteplayer.registry import Record


async def _play(directory: Path, port: int, rate: float | None) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stage = Stage(directory, Record(rate=rate))
    proxy = f"http://127.0.0.1:{await stage.open(port)}"
    print(json.dumps({"proxy": proxy, "ca_file": str(stage.ca_file)}), flush=True)
    await stop.wait()
    await stage.close()


def main() -> None:
    """Parse the command line and play."""
    parser = argparse.ArgumentParser(prog="siteplayer", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="for the CA file")
    parser.add_argument("--port", type=int, default=0, help="of the proxy")
    parser.add_argument("--rate", type=float, help="most bytes a second per file")
    options = parser.parse_args()
    asyncio.run(_play(options.dir.resolve(), options.port, options.rate))


if __name__ == "__main__":
    main()
