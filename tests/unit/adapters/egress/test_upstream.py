"""The PROXY setting."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest

from bossbot.adapters.egress import Upstream
from bossbot.settings import SettingsError

pytestmark = pytest.mark.unit


def test_a_proxy_is_read_from_its_url() -> None:
    """Scheme, credentials, host and port, with their defaults."""
    upstream = Upstream.parse("http://me:p%40ss@Proxy.Example:3128/")
    assert (upstream.host, upstream.port) == ("proxy.example", 3128)
    assert upstream.headers == [("Proxy-Authorization", "Basic bWU6cEBzcw==")]
    assert upstream.tls is None
    plain = Upstream.parse("http://[::1]")
    assert (plain.host, plain.port, plain.headers) == (ip_address("::1"), 80, [])
    assert Upstream.parse("https://proxy.example").tls is not None


WRONG = [
    "",
    "proxy:3128",
    "ftp://p.example",
    "http://",
    "http://p.example:x",
    "http://[::1",
    "http://p.example/path",
    "http://p.example?q",
    "socks5://me:hunter2@p.example",
    "http://me:hunter2@p.example:99999",
    "http://me:hunter2@p example",
]


@pytest.mark.parametrize("url", WRONG)
def test_a_wrong_proxy_names_its_variable_and_no_password(url: str) -> None:
    """Settings errors are shown and logged."""
    with pytest.raises(SettingsError, match="PROXY") as caught:
        Upstream.parse(url)
    assert "hunter2" not in str(caught.value)


def test_a_password_is_not_in_the_repr() -> None:
    """What is logged by accident gives nothing away."""
    upstream = Upstream.parse("http://me:hunter2@p.example")
    assert str(upstream.credentials) not in repr(upstream)


def test_a_wrong_ca_file_names_its_variable(tmp_path: Path) -> None:
    """Missing and empty files alike."""
    (tmp_path / "empty").touch()
    for name in ("missing", "empty"):
        with pytest.raises(SettingsError, match="CA_FILE"):
            Upstream.parse("https://p.example", tmp_path / name)
