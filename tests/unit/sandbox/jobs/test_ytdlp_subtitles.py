"""Which subtitles of a video are fetched, and that each is for itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from yt_dlp import YoutubeDL

from bossbot.sandbox.jobs.ytdlp.subtitle_tracks import wanted
from bossbot.sandbox.jobs.ytdlp.subtitles import LARGEST, subtitles_of

pytestmark = pytest.mark.unit


def offer(*languages: str, extensions: tuple[str, ...] = ("json3", "vtt")) -> Any:
    return {
        language: [
            {"ext": extension, "url": f"https://y.example/{language}.{extension}"}
            for extension in extensions
        ]
        for language in languages
    }


def chosen(**info: Any) -> list[str]:
    return [track.language for track in wanted(info)]


@pytest.mark.parametrize(
    ("languages", "own", "expected"),
    [
        (("fr", "en", "de"), "de", ["de", "en"]),
        (("fr", "en", "de"), None, ["en"]),
        (("fr", "de"), None, ["fr"]),
        (("fr", "de"), "ja", ["fr"]),
        (("en-GB", "en-US"), "en", ["en-GB"]),
        (("eng-US", "deu-DE"), "de", ["deu-DE", "eng-US"]),
        (("pt-BR",), "pt", ["pt-BR"]),
        ((), "de", []),
    ],
)
def test_the_videos_own_language_and_english(
    languages: tuple[str, ...], own: str | None, expected: list[str]
) -> None:
    """Else the first; two at most."""
    assert chosen(subtitles=offer(*languages), language=own) == expected
    formats = [{"language": None}, {"language": own}]
    assert chosen(subtitles=offer(*languages), formats=formats) == expected


@pytest.mark.parametrize(
    ("languages", "own", "expected"),
    [
        (("en", "de", "de-orig", "fr"), None, ["de"]),
        (("en", "de", "fr"), "de", ["de"]),
        (("en", "fr"), "de", []),
        (("en", "fr"), None, []),
        (("fr",), None, ["fr"]),
    ],
)
def test_what_a_machine_heard(
    languages: tuple[str, ...], own: str | None, expected: list[str]
) -> None:
    """As it was spoken, and not what the machine made of that in a hundred tongues."""
    tracks = wanted({"automatic_captions": offer(*languages), "language": own})
    assert [track.language for track in tracks] == expected
    assert all(track.automatic for track in tracks)


def test_what_somebody_wrote_is_better() -> None:
    """Then the machine isn't asked, whatever the language."""
    offers = {"subtitles": offer("fr"), "automatic_captions": offer("de", "de-orig")}
    (track,) = wanted({**offers, "language": "de"})
    assert (track.language, track.automatic) == ("fr", False)


def test_only_plain_forms() -> None:
    """A chat's replay is none; of two forms the first is taken."""
    replay = offer("live_chat", extensions=("json",))
    assert wanted({"subtitles": replay | offer("de", extensions=("ttml",))}) == []
    (track,) = wanted({"subtitles": offer("de", extensions=("srt", "vtt", "ttml"))})
    assert track.source["ext"] == "vtt"


@pytest.mark.parametrize(
    "subtitles", [None, {}, {"de": None}, {"de": []}, {None: [{"ext": "vtt"}]}]
)
def test_odd_offers(subtitles: Any) -> None:
    """Extractors leave the strangest things."""
    assert chosen(subtitles=subtitles) in ([], [""])


class Broken:
    """A session whose every connection breaks."""

    def urlopen(self, request: Any) -> Any:
        """Break."""
        raise OSError(request.url)


@pytest.mark.parametrize(
    "bad",
    [
        {"url": "https://y.example/de.vtt"},
        {"url": "file:///etc/passwd"},
        {"url": None},
        {},
        {"data": "x" * (LARGEST + 1)},
    ],
    ids=["broken", "no site", "no link", "nothing", "too large"],
)
def test_a_bad_one_beside_a_good_one(bad: dict[str, Any], tmp_path: Path) -> None:
    """Each is for itself; some extractors hand the text over themselves."""
    good = {"ext": "vtt", "data": "WEBVTT\n"}
    offers = {"de": [{"ext": "vtt", **bad}], "en": [good]}
    info = {"id": "1", "language": "de", "subtitles": offers}
    session = cast("YoutubeDL", Broken())
    (found,) = subtitles_of(session, info, tmp_path, seconds=60)
    assert (found["language"], found["automatic"]) == ("en", False)
    assert [path.name for path in tmp_path.iterdir()] == [found["path"]]
    assert (tmp_path / found["path"]).read_text() == "WEBVTT\n"
