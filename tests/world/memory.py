"""What another process holds in its memory, as far as we may look."""

from __future__ import annotations

from pathlib import Path


def holds(pid: int, needle: bytes) -> bool:
    """Whether the readable memory of a process contains the bytes."""
    areas = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in areas:
            span, rights, *_ = line.split()
            if "r" not in rights or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(number, 16) for number in span.split("-"))
            try:
                memory.seek(start)
                if needle in memory.read(end - start):
                    return True
            except OSError:
                continue
    return False
