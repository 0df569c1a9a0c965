"""What a job imports, the zygote has imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration

WORK = """
import io, sys
from bossbot.sandbox.jobs import KINDS, prepare
for kind in KINDS:
    prepare(KINDS, kind)
before = set(sys.modules)
import av, PIL.Image
file = io.BytesIO()
for format in ("JPEG", "PNG", "GIF", "WEBP", "BMP"):
    PIL.Image.new("RGB", (8, 8)).save(file := io.BytesIO(), format)
    PIL.Image.open(io.BytesIO(file.getvalue()), formats=[format]).load()
    with av.open(io.BytesIO(file.getvalue())) as opened:
        list(opened.streams)
import gallery_dl.extractor
gallery_dl.downloader = __import__("gallery_dl.downloader").downloader
gallery_dl.downloader.find("http")
print(*sorted(set(sys.modules) - before))
"""


def test_nothing_is_left_to_import() -> None:
    """Formats and downloaders that load at first use were loaded in the zygote."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WORK],
        capture_output=True,
        text=True,
        check=True,
    )
    late = {name for name in run.stdout.split() if not name.startswith("encodings")}
    assert late == set()
