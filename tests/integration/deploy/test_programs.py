"""What programs of the platforms make of the deployments' files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.files import ROOT


@pytest.mark.integration
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"DYNO": "bot.1", "REDIS_URL": "rediss://:p@h:1"}, "?ssl_cert_reqs=none"),
        ({"DYNO": "bot.1", "REDIS_URL": "rediss://h:1?a=b"}, "&ssl_cert_reqs=none"),
        ({"DYNO": "bot.1", "REDIS_URL": "redis://h:1"}, None),
        ({"DYNO": "bot.1", "REDIS_URL": "rediss://h?ssl_cert_reqs=required"}, None),
        ({"REDIS_URL": "rediss://h:1"}, None),
        ({"DYNO": "bot.1"}, None),
    ],
)
def test_on_heroku_only_its_own_certificate_is_not_verified(
    variables: dict[str, str], expected: str | None
) -> None:
    """The platform's URL is left alone; ours, which goes first, has the option."""
    said = subprocess.run(
        ["bash", "-euc", '. ./.profile; printf %s "${BOSS_BOT_REDIS_URL:-}"'],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said == (variables["REDIS_URL"] + expected if expected else "")


@pytest.mark.system
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """No directive is unknown or misspelt; the programs themselves aren't here."""
    for unit in (ROOT / "deploy/systemd").glob("*.service"):
        lines = unit.read_text("utf-8").splitlines()
        here = [
            "ExecStart=/bin/true" if x.startswith("ExecStart=") else x for x in lines
        ]
        copy = tmp_path / unit.name
        copy.write_text("\n".join(here), "utf-8")
        said = subprocess.run(
            ["systemd-analyze", "verify", copy],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        mine = [line for line in said.stderr.splitlines() if unit.name in line]
        assert mine == []
