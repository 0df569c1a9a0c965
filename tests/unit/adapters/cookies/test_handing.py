"""How cookies get into a job."""

from __future__ import annotations

import os

import pytest

from bossbot.adapters.cookies import handed

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_it_is_read_by_its_descriptor_alone(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no name anywhere, no child inherits it, and it is gone at the end."""
    if kind == "file":  # as on macOS
        monkeypatch.delattr(os, "memfd_create", raising=False)
    with handed("the text") as descriptors:
        ((_, descriptor),) = descriptors.items()
        assert os.read(descriptor, 100) == b"the text"
        assert not os.get_inheritable(descriptor)
        assert os.fstat(descriptor).st_nlink == 0
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(descriptor)


def test_nothing_is_handed_where_there_is_nothing() -> None:
    """A job without cookies has one descriptor less."""
    with handed(None) as descriptors:
        assert descriptors == {}
