"""The PROXIES setting."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bossbot.adapters.egress.ways import pairs, upstreams
from bossbot.settings import Settings, SettingsError

pytestmark = pytest.mark.unit


def settings(text: str) -> Settings:
    """With that variable."""
    return Settings.load(proxies=SecretStr(text), _env_file=None)


def test_each_site_has_its_own() -> None:
    """Platforms, all others, and single domains; none at all for some."""
    found = upstreams(
        settings(
            "youtube=http://me:p%2Css@yt.example:3128, Reddit=direct "
            "other=https://rest.example,vimeo.com=http://v.example"
        )
    )
    assert found["reddit"] is None
    hosts = {name: via.host for name, via in found.items() if via}
    assert hosts == {
        "youtube": "yt.example",
        "other": "rest.example",
        "vimeo.com": "v.example",
    }
    assert found["youtube"] is not None
    assert found["youtube"].headers == [("Proxy-Authorization", "Basic bWU6cCxzcw==")]


def test_without_it_there_are_none() -> None:
    """All go one way then."""
    assert upstreams(Settings.load(_env_file=None)) == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("http://me:hunter2@p.example:1", "entry 1"),
        ("youtube=http://p.example,reddit", "entry 2"),
        ("youtube=http://me:hun,hunter2@p.example", "entry 2"),
        ("youtub=http://me:hunter2@p.example", "entry 1"),
        ("x.com=http://me:hunter2@p.example", "entry 1"),
        ("youtube=direct,YouTube=direct", "youtube stands there twice"),
        ("youtube=socks5://me:hunter2@p.example", "youtube"),
        ("youtube=", "youtube"),
        ("youtube=http://me:hunter2@p.example/path", "youtube"),
    ],
)
def test_a_wrong_one_is_named_without_its_password(text: str, named: str) -> None:
    """Settings errors are shown and logged."""
    with pytest.raises(SettingsError, match="PROXIES") as caught:
        upstreams(settings(text))
    assert named in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_trailing_commas_are_no_entries() -> None:
    """As people leave them."""
    assert pairs("youtube=direct, ,\n") == {"youtube": "direct"}
