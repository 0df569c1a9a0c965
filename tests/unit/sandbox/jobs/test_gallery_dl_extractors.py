"""The extractor that is found is gallery-dl's own choice."""

from __future__ import annotations

import gallery_dl.extractor
import pytest

from bossbot.sandbox.jobs.gallery_dl.extractors import find

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/somebody/status/1",
        "https://www.reddit.com/gallery/abc",
        "https://i.redd.it/cat.jpg",
        "https://imgur.com/a/abc",
        "https://files.example.com/cat.jpg",
        "https://www.example.com/",
        "recursive:file:///etc/passwd",
    ],
)
def test_same_choice(url: str) -> None:
    """Asking all patterns at once gives what gallery-dl would give."""
    assert type(find(url)) is type(gallery_dl.extractor.find(url))
